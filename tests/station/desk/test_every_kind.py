"""Every kind of submission through the one desk: receipt, dated promise, answer, a second look by somebody else.

The kinds are those of `config/kinds.py`: a new one is walked without a line here, unless its subject's type is new.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from linli.station.codes.models import Comment
from linli.station.desk import services as desk
from linli.station.desk.kinds import Choice, Field, Kind, kinds
from linli.station.desk.models import Case, Submission
from linli.station.desk.services import Receipt
from linli.station.honours.models import Honour
from linli.station.organisations.selectors import actor_for
from linli.station.people.actors import Actor
from linli.station.people.roles import Role
from linli.station.pledges.models import Pledge
from linli.station.privacy.models import Right, RightsRequest
from linli.station.programme import services as programme
from linli.station.programme.models import Application, Proposal, Question
from linli.station.shield.models import Shield
from linli.station.standing.models import Holder
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.pages import signed_in
from tests.station.test_page_matrix import Scene, scene

__all__ = ["scene"]
REASON = "核对过了，理由写在这里。"
Subject = Callable[[Scene, str], tuple[str, str]]


def _deed(scene: Scene, kind: str) -> str:
    state = Honour.State.NOTICE if kind == "objection" else Honour.State.AGREED
    made = Honour.objects.create(
        community_id=scene.case.community_id,
        title="扶起一位老人",
        story="在路口。",
        state=state,
        agreed_at=timezone.now(),
    )
    return made.uid


def _right(scene: Scene, kind: str) -> str:
    right = Right(kind.removeprefix("privacy-"))
    made = RightsRequest.objects.create(
        community_id=scene.case.community_id, right=right, user_id=scene.people.member.user_id
    )
    return made.uid


def _proposal(scene: Scene, _kind: str) -> str:
    return Proposal.objects.create(community_id=scene.case.community_id, title="灯", text="装一盏灯").uid


def _holder(scene: Scene, _kind: str) -> str:
    made = Holder.objects.create(community_id=scene.case.community_id, user_id=scene.people.member.user_id)
    return made.uid


def _application(scene: Scene, _kind: str) -> str:
    """Judged by the two reviewers, who keep to their reviews: the leads answer."""
    found = Application.objects.get(community_id=scene.case.community_id)
    for one in (scene.people.reviewer, scene.people.other):
        scores = dict.fromkeys(found.call.criteria, 4)
        programme.review_write(actor=one, uid=found.uid, scores=scores, words="有人需要，做得成。")
    return found.uid


# How a subject of each type is come by.
SUBJECTS: dict[str, Callable[[Scene, str], str]] = {
    "item": lambda scene, _: factories.item_make(scene.people.forum).uid,
    "decision": lambda scene, _: factories.item_make(scene.people.forum, "你这个笨蛋").decisions.get().uid,
    "claim": lambda scene, _: scene.check.claim.uid,
    "check": lambda scene, _: scene.check.uid,
    "standing": _holder,
    "rights": _right,
    "shield": lambda scene, _: Shield.objects.filter(community_id=scene.case.community_id)[0].uid,
    "honour": _deed,
    "child": lambda scene, _: scene.child.uid,
    "proposal": _proposal,
    "application": _application,
    "pledge": lambda scene, _: Pledge.objects.filter(community_id=scene.case.community_id)[0].uid,
    "code-comment": lambda scene, _: Comment.objects.filter(community_id=scene.case.community_id)[0].uid,
    "question": lambda scene, _: Question.objects.get(community_id=scene.case.community_id).uid,
}


def _value(field: Field) -> str:
    return field.choices[0][0] if field.choices else "写清楚的一句话"[: field.limit]


def _send(scene: Scene, kind: Kind) -> Receipt:
    """As the page of the kind's own app does, by the member or, where names are not asked, by anybody."""
    subject = next((one for one in kind.subject_types if one), "")
    uid = SUBJECTS[subject](scene, kind.id) if subject else ""
    who = None if kind.anonymous else scene.people.member.user_id
    sender = Actor(Role.MEMBER if who else Role.VISITOR, scene.case.community_id, who, system="walk")
    body = {one.name: _value(one) for one in kind.fields}
    return desk.submission_create(actor=sender, kind=kind.id, body=body, subject_type=subject, subject_id=uid)


def _answer(scene: Scene, kind: Kind, number: int) -> tuple[Actor, Choice]:
    """The first person who may, with the first of the answers that can be given here."""
    case = Case.objects.get(number=number, community_id=scene.case.community_id)
    refused: dict[str, object] = {}
    for person in (scene.people.reviewer, scene.people.other, scene.people.lead, scene.people.second_lead):
        for choice in reversed(kind.answers):
            try:
                version = desk.case_take(actor=person, number=number).version
                values = {one.name: _value(one) for one in choice.fields}
                desk.case_answer(
                    actor=person, number=number, version=version, choice=choice.id, reason=REASON, values=values
                )
            except LinliError as error:
                refused[f"{person.user_id} {choice.id}"] = error
                continue
            case.refresh_from_db()
            if case.state != "answered":
                second = next(one for one in (scene.people.other, scene.people.lead) if one != person)
                desk.proposal_confirm(actor=second, number=number, version=case.version)
            return person, choice
    raise AssertionError(refused)


@pytest.mark.parametrize("kind_id", list(kinds()))
def test_this_kind_goes_through_the_desk(scene: Scene, kind_id: str) -> None:
    kind = kinds()[kind_id]
    receipt = _send(scene, kind)
    sent = Submission.objects.get(uid=receipt.submission_uid)
    path = f"/cases/{receipt.code}/"
    # A receipt with a dated promise, open to whoever holds the code and to nobody else.
    assert receipt.promised_at > timezone.now()
    promised = timezone.localtime(receipt.promised_at)
    shown = Client().get(path).content.decode()
    assert str(promised.day) in shown
    assert str(promised.month) in shown
    assert Client().get(f"/c/beside{path}").status_code == 404
    # It waits in the queue of those who may handle it.
    number = receipt.case_number
    keeper = actor_for(user_id=scene.people.keeper.user_id, community_id=scene.case.community_id)
    assert signed_in(keeper).get(f"/desk/{number}/").status_code == 200
    # Its answer reaches who sent it, in the words meant for them.
    person, choice = _answer(scene, kind, number)
    shown = Client().get(path).content.decode()
    assert choice.outcome.zh in shown
    assert REASON in shown
    # A second look: the same receipt, a new promise, another person.
    answer = Client().post(path, {"say": "again", "reason": "我还是觉得不对，请再看看。"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    sent.refresh_from_db()
    assert sent.case.number != number
    assert sent.promised_at > timezone.now()
    with pytest.raises(LinliError):
        desk.case_take(actor=person, number=sent.case.number)
    again, choice = _answer(scene, kind, sent.case.number)
    assert again.user_id != person.user_id
    assert choice.outcome.zh in Client().get(path).content.decode()
