"""`linli station`: hands over to the station's own runner. `app` holds the commands."""

from __future__ import annotations

import typer

from linli.lazy import load

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def group() -> None:
    """站点。 / The station."""


@app.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
)
def run(context: typer.Context) -> None:
    """启动站点；其余参数交给它。 / Run the station; the other arguments are its own."""
    raise typer.Exit(int(load("linli.station.config.run", "station").main(context.args) or 0))


def _operate(context: typer.Context) -> None:
    words = [str(context.info_name), *context.args]
    raise typer.Exit(int(load("linli.station.config.operate", "station").main(words) or 0))


for _name, _help in (
    ("keeper", "设一位站务。 / Make a keeper."),
    ("role", "给已注册的人一个角色。 / A role for a person who has signed up."),
    ("apikey", "给平台一个密钥。 / A key for a platform."),
    ("revoke", "停用一个密钥。 / Revoke a key."),
    ("export", "导出台账。 / Export the record."),
    ("webhook", "平台的回调：add、list、replay。 / A platform's webhooks."),
):
    app.command(
        _name,
        help=_help,
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    )(_operate)
