"""A child's plan is the station's; the forum asks what is allowed now, and knows an id that says nothing."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from forum import station
from forum.models import Neighbour

_granted: dict[tuple[int, str], float] = {}


def link(me: Neighbour, code: str) -> bool:
    """Ties this neighbour to the child whose page shows the code."""
    answer = station.call("POST", "/minors/links", {"code": code})
    if answer.ok:
        Neighbour.objects.filter(pk=me.pk).update(child=answer.body["child"])
    return answer.ok


def refused(me: Neighbour, session: str) -> dict[str, Any] | None:
    """Why a child has to stop now, in the station's words; None where it may go on. It is the session's heartbeat."""
    device = hashlib.sha256(session.encode()).hexdigest()[:20]
    if _granted.get((me.pk, device), 0) > time.monotonic():
        return None
    answer = station.call("POST", "/minors/sessions", {"child": me.child, "device": device}, timeout=2)
    if answer.ok and answer.body["allowed"]:
        _granted[me.pk, device] = time.monotonic() + 30
        return None
    if answer.ok:
        return answer.body
    return {
        "why": "away",
        "words": {"zh": "邻里站没有回话，等一会儿再来。", "en": "The station is away: come back soon."},
    }


def allowed(me: Neighbour) -> dict[str, Any]:
    """What the plan allows now; empty for who has no plan or where nobody answers."""
    if not me.child:
        return {}
    answer = station.call("GET", f"/minors/allowed?child={me.child}", timeout=2)
    return answer.body if answer.ok else {}


def may_message(me: Neighbour, other: Neighbour, near: int) -> bool:
    """Whether the plan of either lets them write to one another. `near`: 1 where both have written before."""
    for one in (me, other):
        contacts = allowed(one).get("allow", {}).get("contacts", "nobody" if one.child else "anybody")
        if contacts in {"nobody", "approved"} or (contacts == "friends" and near != 1):
            return False
    return True
