"""What organisations hold of people: their role in a community."""

from __future__ import annotations

from linli.station.organisations.services import membership_end
from linli.station.people.actors import Actor
from linli.station.people.personal import Holding, Personal, Subject
from linli.vocabulary import Text


def withdrawn(actor: Actor, subject: Subject) -> None:
    """Whoever takes their consent back is a member no longer."""
    if subject.user_id is not None:
        membership_end(actor=actor, user_id=subject.user_id)


PERSONAL = Personal(
    name=Text("社区身份", "Roles"),
    withdrawn=withdrawn,
    holdings=(
        Holding(
            "organisations.Membership",
            Text("您在社区的身份", "Your role"),
            by_user="user_id",
            shown=("role", "created"),
        ),
        Holding(
            "organisations.Delegate",
            Text("您替哪些单位经办", "Organisations you speak for"),
            by_user="user_id",
            shown=("organisation__name", "created", "ended_at"),
        ),
        Holding(
            "organisations.ContactAsk",
            Text("您确认过的单位联系方式", "Contacts you confirmed"),
            by_user="used_by_id",
            shown=("organisation__name", "contact", "used_at"),
        ),
        Holding(
            "organisations.Invitation",
            Text("您接受的邀请", "Invitations you took"),
            by_user="used_by_id",
            shown=("role", "created", "used_at"),
        ),
    ),
)
