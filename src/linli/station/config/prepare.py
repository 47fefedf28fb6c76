"""`python -m linli.station.config.prepare [FORUM_URL]`: the database, the home community, the sample if asked for.

Safe to repeat. The last line of standard output is a report in JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import django
from django.conf import settings
from django.core.management import call_command

django.setup()

from linli.station.config.sample import load_sample  # noqa: E402 (Django first)
from linli.station.moderation.services import policy_ensure  # noqa: E402
from linli.station.organisations.selectors import staff_of  # noqa: E402
from linli.station.organisations.services import station_set_up  # noqa: E402
from linli.station.people.roles import Role  # noqa: E402
from linli.vocabulary import LinliError  # noqa: E402


def main(forum_url: str) -> dict[str, object]:
    """What was set up."""
    call_command("migrate", verbosity=0, interactive=False)
    if settings.SAMPLE:
        report = load_sample(forum_url=forum_url)
        people = [{**asdict(one), "role": one.role.name} for one in report.sign_ins]
        return {"empty": False, "items": report.items, "new": report.new, "sign_ins": people}
    home = station_set_up()
    policy_ensure(community_id=home.pk)
    keepers = staff_of(community_id=home.pk, least=Role.KEEPER)
    return {"empty": not keepers.exists(), "sign_ins": []}


if __name__ == "__main__":
    try:
        print(json.dumps(main(sys.argv[1] if len(sys.argv) > 1 else ""), ensure_ascii=False))  # noqa: T201
    except LinliError as error:
        print(error.in_language("zh"), error.in_language("en"), sep="\n", file=sys.stderr)  # noqa: T201
        raise SystemExit(2) from error
