"""What the services of pledges share."""

from __future__ import annotations

from linli.station.ledger.services import record
from linli.station.notifications.services import notice_send
from linli.station.organisations import tree
from linli.station.people.actors import Actor, Forbidden, require
from linli.station.pledges.models import Pledge
from linli.vocabulary import LinliError, Text


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


def refuse(problem: Text, field: str, value: object = "", mend: Text | None = None) -> LinliError:
    """A refusal."""
    return LinliError(problem, field=field, value=value, mend=mend)


def speaks(actor: Actor, pledge: Pledge) -> None:
    """Refuses whoever does not speak for the pledge's organisation."""
    require(actor, "pledge.speak", actor.community_id)
    if not tree.speaks_for(actor=actor, organisation=pledge.organisation):
        raise Forbidden(
            Text("您不是这个单位的经办人。", "You do not speak for this organisation."),
            field="organisation",
            value=pledge.organisation.name,
        )


def told(actor: Actor, kind: str, pledge: Pledge) -> None:
    """A row of the record about a pledge."""
    record(community_id=pledge.community_id, kind=kind, actor=actor, object_type="pledge", object_id=pledge.uid)


def tell(
    actor: Actor, pledge: Pledge, once: str, title: Text, body: Text, organisation_id: int = 0, link: str = ""
) -> None:
    """Tells everyone who speaks for the pledge's organisation, or another."""
    body_id = organisation_id or pledge.organisation_id
    for user_id in sorted(tree.delegates(community_id=pledge.community_id, organisation_id=body_id)):
        notice_send(
            actor=actor,
            once=f"pledge:{pledge.uid}:{once}:{user_id}",
            kind="pledge.told",
            title=title,
            body=body,
            object_type="pledge",
            object_id=pledge.uid,
            user_id=user_id,
            link=link or f"/pledges/{pledge.uid}/",
        )
