"""Where a person who is attacked finds help: national public lines, and those that an operator set for a region."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from linli.vocabulary import Text


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone number or an address, and what it is for."""

    number: str
    name: Text
    why: Text


NATIONAL = (
    Line(
        "110", Text("报警", "Police"), Text("有人威胁要伤害你，或已经找上门。", "Threats, or somebody at the door.")
    ),
    Line(
        "12355",
        Text("青少年服务热线", "Youth helpline"),
        Text("心里难受、不知道跟谁说。", "When it hurts and there is nobody to tell."),
    ),
    Line(
        "12377",
        Text("违法和不良信息举报中心", "Illegal content reports"),
        Text("平台不理会，可以向这里举报。", "Where the platform does not act."),
    ),
    Line(
        "12345",
        Text("政务服务便民热线", "Public service line"),
        Text("不知道该找哪个部门时。", "When it is unclear which office to ask."),
    ),
)


def lines(region: str = "") -> tuple[Line, ...]:
    """The operator's lines of a region first (`LINLI_HELP_LINES`), then the national ones."""
    given: dict[str, list[dict[str, str]]] = settings.HELP_LINES
    own = [*given.get(region, []), *given.get("", [])] if region else given.get("", [])
    return (*(_line(row) for row in own), *NATIONAL)


def regions() -> list[str]:
    """The regions that the operator set lines for."""
    return sorted(name for name in settings.HELP_LINES if name)


def _line(row: dict[str, str]) -> Line:
    name, why = row["name"], row.get("why", "")
    return Line(row["number"], Text(name, row.get("name_en", name)), Text(why, row.get("why_en", why)))
