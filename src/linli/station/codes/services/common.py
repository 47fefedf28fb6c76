"""What the services of codes share."""

from __future__ import annotations

from linli.station.codes.models import Code, CodeVersion
from linli.station.ledger.services import record
from linli.station.people.actors import Actor, NotFound
from linli.vocabulary import LinliError, Text


def the_version(actor: Actor, uid: str, number: int) -> CodeVersion:
    """A version of the actor's community, in any state."""
    found = CodeVersion.objects.filter(community_id=actor.community_id, code__uid=uid, number=number)
    one = found.select_related("code").first()
    if one is None:
        raise NotFound(Text("没有这份公约。", "There is no such code."), field="code", value=uid)
    return one


def only(one: CodeVersion, *states: str) -> None:
    """Refuses where the version is in another state."""
    if one.state in states:
        return
    raise LinliError(
        Text(
            f"这一版现在是「{one.get_state_display()}」，不能这样做。",
            f"This version is {one.state}; this cannot be done.",
        ),
        field="state",
        value=one.state,
    )


def words(name: str, value: str, longest: int, least: int = 1) -> str:
    """`value` without the space around it; an error names the field."""
    text = value.strip()
    if least <= len(text) <= longest:
        return text
    raise LinliError(
        Text(f"应是 {least} 到 {longest} 个字。", f"It takes {least} to {longest} characters."),
        field=name,
        value=text,
    )


def told(actor: Actor, kind: str, code: Code, number: int = 0) -> None:
    """A row of the record about a code."""
    record(
        community_id=code.community_id,
        kind=kind,
        actor=actor,
        object_type="code",
        object_id=code.uid,
        data={"version": number} if number else {},
    )
