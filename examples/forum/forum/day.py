"""A day to begin with: neighbours and threads from a JSON file. States are never in it: they come from the station.

The file's shape, where people and entries are named by their keys: `{"neighbours": [{"key", "name", "about"}],
"entries": [{"key", "kind", "author", "board", "title", "text", "thread", "reply_to", "recipient", "created"}],
"submissions": [{"kind", "sender", "entry", "category", "text", "receipt", "url", "promised_at", "notice"}]}`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from forum.models import Entry, Kind, Neighbour, Notice, State, Submission
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
        for one in day.get("submissions", []):
            _submission(one, people, known)
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


def _submission(given: dict[str, Any], people: dict[str, Neighbour], known: dict[str, Entry]) -> None:
    sender, entry, notice = people[given["sender"]], known[given["entry"]], None
    if given.get("notice"):
        told = {"neighbour": sender, "entry": entry}
        notice, _ = Notice.objects.get_or_create(code=given["notice"], defaults=told)
    wanted = {name: given.get(name, "") for name in ("category", "text", "url", "promised_at")}
    Submission.objects.get_or_create(
        receipt=given["receipt"],
        defaults={
            "kind": given["kind"],
            "sender": sender,
            "entry": entry,
            "notice": notice,
            "state": "new",
            **wanted,
        },
    )
