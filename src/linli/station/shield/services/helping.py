"""Asking a person for help: what happened, and private messages only because their receiver hands them in."""

from __future__ import annotations

from linli.assess import assess_many
from linli.station.desk import services as desk
from linli.station.desk.services import Receipt
from linli.station.moderation.services import policy_current
from linli.station.people.actors import Actor, require
from linli.station.shield.models import Shield

MOST_LINES = 50


def help_ask(*, actor: Actor, shield: Shield, text: str, messages: str = "") -> Receipt:
    """Sends the case to the desk with priority, minors first. `messages`: private ones, a line each, as received."""
    require(actor, "shield.use", actor.community_id)
    sender = Actor(actor.role, actor.community_id, actor.user_id, actor.client_id, system="shield")
    body = {
        "text": text,
        "messages": messages,
        "found": ", ".join(harms_in(actor.community_id, f"{messages}\n{text}")),
        "minor": "yes" if shield.minor else "",
    }
    return desk.submission_create(
        actor=sender,
        kind="shield-help",
        body=body,
        subject_type="shield",
        subject_id=shield.uid,
        account=shield.account.uid,
    )


def harms_in(community_id: int, text: str) -> list[str]:
    """The harms that the live policy sees in what was handed in, each once; nothing of it is kept."""
    lines = [line[:2000] for line in text.splitlines() if line.strip()][:MOST_LINES]
    found = assess_many(lines, policy_current(community_id=community_id))
    return list(dict.fromkeys(c.value for one in found for c in one.categories))
