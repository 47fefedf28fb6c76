"""The duties of a platform, each with its source, and how a community stands to them; as a table, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from linli.files import read_text
from linli.station.people.actors import Actor, may
from linli.station.pledges.models import Duty, DutySheet
from linli.vocabulary import Text

LIST = "duties/platform.toml"
COLUMNS = ("id", "group", "duty", "source", "article", "checked", "state", "evidence", "gap", "owner", "due")
STATES = {
    "": Text("还没有填", "not filled in"),
    "met": Text("做到了", "met"),
    "partly": Text("部分", "partly"),
    "gap": Text("有缺口", "a gap"),
    "none": Text("不适用", "does not apply"),
}
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Listed:
    """A duty. `checked`: the article was read in the law; else look it up. `helps`: a page that does it."""

    id: str
    group: Text
    duty: Text
    source: str
    article: str
    checked: bool
    helps: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """A duty with how the community stands to it; None where that is not filled in, or not shown."""

    one: Listed
    row: Duty | None

    @property
    def state(self) -> Text:
        """In words."""
        return STATES[self.row.state if self.row else ""]


@cache
def listed() -> tuple[Listed, ...]:
    """Every duty, in groups."""
    given = tomllib.loads(read_text(LIST))
    groups = {name: Text(*words) for name, words in given["groups"].items()}
    return tuple(
        Listed(
            row["id"],
            groups[row["group"]],
            Text(*row["duty"]),
            row["source"],
            row["article"],
            row["checked"],
            row.get("helps", ""),
        )
        for row in given["duties"]
    )


def shown(*, community_id: int) -> bool:
    """Whether everyone sees how the community stands."""
    return DutySheet.objects.filter(community_id=community_id).exclude(published_at=None).exists()


def stands(*, actor: Actor) -> list[Stand]:
    """Every duty; how the community stands to each for leads, and for everyone once it is shown."""
    seen = may(actor, "pledge.lead", actor.community_id) or shown(community_id=actor.community_id)
    rows = {row.duty: row for row in Duty.objects.filter(community_id=actor.community_id)} if seen else {}
    return [Stand(one, rows.get(one.id)) for one in listed()]


def as_rows(found: list[Stand]) -> list[dict[str, str]]:
    """The table as plain words."""
    return [_row(one) for one in found]


def as_csv(found: list[Stand]) -> str:
    """The table as CSV for a spreadsheet; what a spreadsheet would run is made plain."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in as_rows(found):
        writer.writerow({name: f"'{value}" if value.startswith(RISKY) else value for name, value in row.items()})
    return "\ufeff" + out.getvalue()


def as_json(found: list[Stand]) -> str:
    """The table as JSON."""
    return json.dumps({"duties": as_rows(found)}, ensure_ascii=False, indent=2) + "\n"


def _row(stand: Stand) -> dict[str, str]:
    one, row = stand.one, stand.row
    held: dict[str, Any] = {name: getattr(row, name) for name in ("state", "evidence", "gap", "owner")} if row else {}
    due = row.due.isoformat() if row and row.due else ""
    plain = {"id": one.id, "group": one.group.zh, "duty": one.duty.zh, "source": one.source, "article": one.article}
    return {
        **dict.fromkeys(COLUMNS, ""),
        **plain,
        "checked": "yes" if one.checked else "no",
        **{name: str(value) for name, value in held.items()},
        "due": due,
    }
