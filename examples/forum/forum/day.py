"""A day to begin with: neighbours and threads from a JSON file. States are never in it: they come from the station.

The file's shape: `{"neighbours": [{"key", "name", "about"}], "entries": [{"key", "kind", "author", "board", "title",
"text", "thread", "reply_to", "recipient", "created", "private"}]}`, where people and entries are named by their keys.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from forum.models import Entry, Kind, Neighbour, State
from forum.states import moment


def load(path: Path) -> int:
    """Add what is not here yet; how many entries were new."""
    if not path.is_file():
        return 0
    day = json.loads(path.read_text(encoding="utf-8"))
    with transaction.atomic():
        people = {one["key"]: _neighbour(one) for one in day["neighbours"]}
        known = {entry.key: entry for entry in Entry.objects.all()}
        fresh = [one for one in day["entries"] if one["key"] not in known]
        for one in fresh:
            known[one["key"]] = _entry(one, people, known)
    return len(fresh)


def _neighbour(given: dict[str, Any]) -> Neighbour:
    wanted = {"name": given["name"], "about": given.get("about", ""), "sample": True}
    person, _ = Neighbour.objects.get_or_create(key=given["key"], defaults=wanted)
    return person


def _entry(given: dict[str, Any], people: dict[str, Neighbour], known: dict[str, Entry]) -> Entry:
    thread = known.get(given.get("thread", ""))
    private = given["kind"] == Kind.MESSAGE
    return Entry.objects.create(
        key=given["key"],
        kind=given["kind"],
        author=people[given["author"]],
        board=given.get("board", "") or (thread.board if thread else ""),
        title=given.get("title", ""),
        text=given["text"],
        thread=thread,
        reply_to=known.get(given.get("reply_to", ""), thread),
        recipient=people.get(given.get("recipient", "")),
        created=moment(given["created"]),
        state=State.VISIBLE if private else State.PENDING,
    )
