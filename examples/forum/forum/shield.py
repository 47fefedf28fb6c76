"""One tap against a crowd: the station keeps the shield, the forum asks what to show and closes the door."""

from __future__ import annotations

from collections.abc import Iterable

from forum import station
from forum.models import Entry, Kind, Neighbour

MUTUAL, KNOWN, STRANGER = 1, 2, 3


def start(me: Neighbour) -> dict[str, object]:
    """Turns one's own shield on; the station's answer, with the address of its page, or nothing."""
    answer = station.call("POST", "/shields", {"account": str(me.key), "name": me.name})
    if answer.ok:
        Neighbour.objects.filter(pk=me.pk).update(shielded=True)
    return answer.body if answer.ok else {}


def end(me: Neighbour) -> bool:
    """Turns it off."""
    answer = station.call("POST", "/shields/end", {"account": str(me.key)})
    if answer.ok:
        Neighbour.objects.filter(pk=me.pk).update(shielded=False)
    return answer.ok


def now(me: Neighbour) -> dict[str, object]:
    """How one's own shield is, as the station says."""
    answer = station.call("GET", f"/shields?account={me.key}", timeout=2)
    return answer.body if answer.ok else {}


def degree(me: Neighbour, other: Neighbour) -> int:
    """How near two neighbours are. Relations stay here: the station is told a number and keeps none."""
    there = Entry.objects.filter(kind=Kind.MESSAGE, author=me, recipient=other).exists()
    back = Entry.objects.filter(kind=Kind.MESSAGE, author=other, recipient=me).exists()
    spoken = there or Entry.objects.filter(author=me, reply_to__author=other).exists()
    return MUTUAL if there and back else KNOWN if spoken else STRANGER


def shown(me: Neighbour | None, entries: Iterable[Entry]) -> dict[int, str]:
    """What the shielded person is shown otherwise: `fold` or `keep-back`, by the entry's number.

    Only what is aimed at that person counts; everybody else sees everything as before.
    """
    if me is None or not me.shielded:
        return {}
    aimed = {str(e.key): e for e in entries if e.author != me and e.reply_to is not None and e.reply_to.author == me}
    things = [{"id": key, "channel": "comment", "degree": degree(me, entry.author)} for key, entry in aimed.items()][
        :200
    ]
    if not things:
        return {}
    answer = station.call("POST", "/shields/view", {"account": str(me.key), "things": things}, timeout=2)
    given = answer.body.get("things", []) if answer.ok else []
    return {aimed[one["id"]].pk: one["how"] for one in given if one["id"] in aimed and one["how"] != "show"}


def takes_message(other: Neighbour, author: Neighbour) -> bool:
    """Whether a private message may reach somebody now."""
    if not other.shielded:
        return True
    thing = {"id": "message", "channel": "message", "degree": degree(other, author)}
    answer = station.call("POST", "/shields/view", {"account": str(other.key), "things": [thing]}, timeout=2)
    return not answer.ok or all(one["how"] != "keep-back" for one in answer.body.get("things", []))
