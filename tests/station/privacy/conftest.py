"""A member with something in every corner of the station."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from linli.station.desk import services as desk
from linli.station.desk.models import Case, Submission
from linli.station.moderation import services
from linli.station.moderation.models import Account, Item
from linli.station.people.actors import Actor, system
from linli.station.people.models import User
from tests.station.factories import People, submit

WORDS = "阿秀的秘密花园"
NAME = "阿秀本人"


@dataclass(frozen=True, slots=True)
class Busy:
    """A member who wrote, was held, was reported, reported, and was told."""

    people: People
    actor: Actor
    user: User
    account: Account
    receipt: desk.Receipt


@pytest.fixture
def busy(people: People) -> Busy:
    actor = people.member
    assert actor.user_id is not None
    user = User.objects.get(pk=actor.user_id)
    user.display_name, user.email = NAME, "axiu@example.org"
    user.save()
    here = system(actor.community_id, "test")
    item = services.item_submit(
        actor=here,
        external_id="p1",
        kind="comment",
        text=f"{WORDS}，笨蛋",
        account_id="axiu",
        account_name=NAME,
        user_id=user.pk,
    ).item
    services.item_submit(actor=here, external_id="p2", kind="comment", text=WORDS, account_id="axiu", user_id=user.pk)
    other = submit(people.forum, "这里有广告").item
    receipt = services.report_create(actor=actor, category="spam", text=f"{WORDS}举报", item=other)
    sent = Submission.objects.get(uid=receipt.submission_uid)
    desk.message_send(actor=actor, submission=sent, text=f"{WORDS}补充")
    case = Case.objects.get(subject_id=item.uid)
    desk.case_answer(
        actor=people.reviewer, number=case.number, version=case.version, choice="dismiss", reason="看过上下文了"
    )
    return Busy(people, actor, user, Account.objects.get(external_id="axiu"), receipt)


def everything_stored() -> str:
    """Every text in the database that a person could have put there, as one string."""
    from django.apps import apps

    out: list[str] = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.all():
            out += [repr(getattr(row, f.attname)) for f in model._meta.concrete_fields]
    return "\n".join(out)


def items_of(account: Account) -> list[Item]:
    return list(Item.objects.filter(author=account))
