"""Attempts to make up hours, honours, money and voices: one row each, what is tried and what stops it.

`refused` is the word in the refusal; `flagged` the flag that sends the hours to a spot check; `nothing` means that
it went through and changed nothing. More on each in the tests of its app.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from linli.station.activities import selectors as hours
from linli.station.activities import services, turning
from linli.station.activities.models import Activity, Presence, Shift, Signup
from linli.station.activities.services import Scan
from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.honours import services as honours
from linli.station.honours.models import Honour
from linli.station.people.actors import Actor
from linli.station.people.roles import Role
from linli.station.programme import selectors as programme_selectors
from linli.station.programme import services as programme
from linli.station.programme.models import Question, Seat
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.activities.conftest import activity_make
from tests.station.activities.test_projects import picture
from tests.station.programme.made import grant_made, question_made
from tests.station.test_page_matrix import project_make


@dataclass
class Scene:
    """An activity that is going on; who is there."""

    people: factories.People
    activity: Activity

    @property
    def shift(self) -> Shift:
        return self.activity.shifts.get()

    def join(self, actor: Actor) -> Signup:
        return services.join(actor=actor, shift_uid=self.shift.uid)

    def code(self, way: str = "in", ago: int = 0) -> str:
        return turning.code_at(self.activity.uid, way, timezone.now() - timedelta(seconds=ago))

    def come(self, actor: Actor, code: str = "") -> Presence:
        return services.come(actor=actor, uid=self.activity.uid, code=code or self.code())

    def go(self, actor: Actor) -> Presence:
        return services.go(actor=actor, uid=self.activity.uid, code=self.code("out"))

    def hand(self, by: Actor, signup: Signup, minutes: int = 60) -> Presence:
        given = {"uid": self.activity.uid, "signup_uid": signup.uid}
        return services.hours_by_hand(actor=by, **given, minutes=minutes, note="手机没电")

    def confirm(self, by: Actor, *signups: Signup) -> int:
        return services.confirm(actor=by, uid=self.activity.uid, signup_uids=[one.uid for one in signups])

    def scan(self, by: Actor, signup: Signup, minutes_ago: float, event: str = "event-0001") -> str:
        scan = Scan(event, signup.uid, "in", timezone.now() - timedelta(minutes=minutes_ago))
        done = services.scans_merge(actor=by, uid=self.activity.uid, device="手机", scans=[scan])
        if done.refused:
            raise LinliError(done.refused[0][1], field="scan")
        return f"taken {done.taken}"

    def ended(self, days: float) -> None:
        ends = timezone.now() - timedelta(days=days)
        Shift.objects.update(starts=ends - timedelta(hours=2), ends=ends)


@pytest.fixture
def scene(people: factories.People) -> Scene:
    return Scene(people, activity_make(people, places=60))


Try = Callable[[Scene], object]


def _replayed_scan(s: Scene) -> object:
    signup = s.join(s.people.member)
    s.scan(s.people.lead, signup, 5)
    s.scan(s.people.lead, signup, 25)
    return Presence.objects.get().came > timezone.now() - timedelta(minutes=20)


def _overlong(s: Scene) -> object:
    s.join(s.people.member)
    s.come(s.people.member)
    Presence.objects.update(came=timezone.now() - timedelta(hours=10))
    return s.go(s.people.member).flags


def _bulk(s: Scene) -> object:
    community, signups = s.activity.community, []
    for _ in range(services.hours.BULK + 1):
        signups.append(s.join(factories.actor_make(community, Role.MEMBER)))
        s.hand(s.people.second_lead, signups[-1])
    s.confirm(s.people.lead, *signups)
    return Presence.objects.first().flags  # type: ignore[union-attr]


def _late(s: Scene) -> object:
    signup = s.join(s.people.member)
    s.ended(9)
    return s.hand(s.people.lead, signup).flags


def _old(s: Scene) -> object:
    signup = s.join(s.people.member)
    s.ended(61)
    return s.hand(s.people.lead, signup)


def _own_spot_check(s: Scene) -> object:
    signup = s.join(s.people.member)
    s.hand(s.people.lead, signup)
    s.confirm(s.people.lead, signup)
    return services.spot_checked(actor=s.people.lead, signup_uid=signup.uid, stands=True)


def _more_after_confirmed(s: Scene) -> object:
    signup = s.join(s.people.member)
    s.hand(s.people.lead, signup, 30)
    s.confirm(s.people.lead, signup)
    s.scan(s.people.lead, signup, 29)
    return Presence.objects.get().minutes == 30


def _hand_over_a_record(s: Scene) -> object:
    signup = s.join(s.people.member)
    s.come(s.people.member)
    s.go(s.people.member)
    return s.hand(s.people.lead, signup, 120)


def _two_at_once(s: Scene) -> object:
    s.join(s.people.member)
    other = activity_make(s.people)
    return services.join(actor=s.people.member, shift_uid=other.shifts.get().uid)


def _proof_of_nothing(s: Scene) -> object:
    signup = s.join(s.people.member)
    s.hand(s.people.lead, signup)
    return services.proof_make(actor=s.people.member, name="何小满")


def _withdrawn_proof(s: Scene) -> object:
    signup = s.join(s.people.member)
    s.hand(s.people.lead, signup)
    s.confirm(s.people.lead, signup)
    made, code = services.proof_make(actor=s.people.member, name="何小满")
    services.proof_withdraw(actor=s.people.member, uid=made.uid)
    return hours.proof_by_code(community_id=s.activity.community_id, code=code)


def _nominated(s: Scene) -> tuple[Honour, str]:
    made, code, _ = honours.honour_propose(
        actor=s.people.reviewer, title="扶老人", story="在路口扶起一位老人。", evidence="我看见的。"
    )
    return made, code


def _agree(s: Scene, code: str) -> None:
    honours.honour_agree(actor=s.people.visitor, code=code, naming="none")


def _answer_case(actor: Actor, kind: str, choice: str) -> Case:
    case = Case.objects.get(kind=kind)
    version = desk.case_take(actor=actor, number=case.number).version
    desk.case_answer(actor=actor, number=case.number, version=version, choice=choice, reason="核对过了，属实。")
    case.refresh_from_db()
    return case


def _own_nomination(s: Scene) -> object:
    _agree(s, _nominated(s)[1])
    return _answer_case(s.people.reviewer, "nomination", "verified")


def _one_reader(s: Scene) -> object:
    _agree(s, _nominated(s)[1])
    case = _answer_case(s.people.other, "nomination", "verified")
    return desk.proposal_confirm(actor=s.people.other, number=case.number, version=case.version)


def _without_its_person(s: Scene) -> object:
    _nominated(s)
    return _answer_case(s.people.other, "nomination", "verified")


def _objections_by_one(s: Scene) -> object:
    made, _ = _nominated(s)
    Honour.objects.update(state="notice")
    for _ in range(12):
        honours.objection_send(actor=s.people.visitor, uid=made.uid, text="不是他做的。", source="10.0.0.9")
    return Case.objects.filter(kind="objection").count() == 1


def _told_over_an_objection(s: Scene) -> object:
    made, _ = _nominated(s)
    Honour.objects.update(state="notice", notice_until=timezone.now() - timedelta(days=1))
    honours.objection_send(actor=s.people.visitor, uid=made.uid, text="不是他做的。", source="a")
    return honours.honours_tick(community_id=s.activity.community_id) == 0


def _review_own_grant(s: Scene) -> object:
    call, _ = grant_made(s.people)
    words = {"title": "我的", "text": "我的项目", "body": "我"}
    programme.apply(actor=s.people.reviewer, call_uid=call.uid, asked=100, **words)
    own = call.applications.get(applicant_id=s.people.reviewer.user_id)
    scores = dict.fromkeys(call.criteria, 5)
    return programme.review_write(actor=s.people.reviewer, uid=own.uid, scores=scores, words="好")


def _two_applications(s: Scene) -> object:
    call, _ = grant_made(s.people)
    return programme.apply(
        actor=s.people.member, call_uid=call.uid, title="又一份", text="再来", body="换个名字", asked=100
    )


def _review_twice(s: Scene) -> object:
    call, applied = grant_made(s.people)
    for points in (5, 5, 5):
        scores = dict.fromkeys(call.criteria, points)
        programme.review_write(actor=s.people.reviewer, uid=applied.uid, scores=scores, words="好")
    return programme_selectors.reviews(applied).count() == 1


def _grant_of_one_review(s: Scene) -> object:
    _review_twice(s)
    return _answer_case(s.people.lead, "grant", "declined")


def _receipt_twice(s: Scene) -> object:
    project = project_make(s.people)
    line = project.lines.all()[0].uid
    for _ in range(2):
        services.spending_add(
            actor=s.people.lead,
            uid=project.uid,
            line_uid=line,
            what="扶手",
            cents=100,
            day=timezone.localdate(),
            receipt=picture(),
        )
    return None


def _agree_alone(s: Scene) -> object:
    asked = question_made(s.people)
    for who in (s.people.reviewer, s.people.other):
        seat = programme.seat_ask(actor=who, term_uid=asked.term.uid, band="18-35", name="青年")
        programme.seat_give(actor=s.people.lead, uid=seat.uid)
    programme.answer_draft(actor=s.people.member, uid=asked.uid, text="开到八点。")
    for _ in range(5):
        programme.answer_agree(actor=s.people.member, uid=asked.uid)
    return Question.objects.get().answered_at is None


def _two_seats(s: Scene) -> object:
    asked = question_made(s.people)
    return programme.seat_ask(actor=s.people.member, term_uid=asked.term.uid, band="14-17")


def _child_alone(s: Scene) -> object:
    term = question_made(s.people).term
    seat = programme.seat_ask(actor=s.people.other, term_uid=term.uid, band="08-13")
    return programme.seat_give(actor=s.people.lead, uid=seat.uid)


def _own_consent(s: Scene) -> object:
    term = question_made(s.people).term
    seat: Seat = programme.seat_ask(actor=s.people.other, term_uid=term.uid, band="08-13")
    code = programme_selectors.guardian_code(seat)
    return programme.guardian_consent(actor=s.people.other, code=code, name="妈妈")


def _joined(who: str, then: Callable[[Scene, Actor], object]) -> Try:
    def run(s: Scene) -> object:
        actor = getattr(s.people, who)
        s.join(actor)
        return then(s, actor)

    return run


def _own_hours(s: Scene) -> object:
    signup = s.join(s.people.lead)
    s.hand(s.people.second_lead, signup)
    return s.confirm(s.people.lead, signup)


def _entered(minutes: int) -> Try:
    return lambda s: s.hand(s.people.lead, s.join(s.people.member), minutes).flags


def _scanned(who: str, minutes_ago: float) -> Try:
    return lambda s: s.scan(s.people.lead, s.join(getattr(s.people, who)), minutes_ago)


REFUSED: list[tuple[str, str, Try]] = [
    ("a code photographed two minutes ago", "换过", _joined("member", lambda s, a: s.come(a, s.code(ago=120)))),
    ("a code made up", "换过", _joined("member", lambda s, a: s.come(a, "ABCDEF"))),
    ("the code for leaving used to come", "换过", _joined("member", lambda s, a: s.come(a, s.code("out")))),
    ("a code shared with one who did not join", "没有您的班次", lambda s: s.come(s.people.member)),
    ("leaving without having come", "还没有签到", _joined("member", lambda s, a: s.go(a))),
    ("the leader confirms own hours", "另一个人", _own_hours),
    ("the leader enters own hours", "另一个人", lambda s: s.hand(s.people.lead, s.join(s.people.lead))),
    ("a volunteer confirms a friend's hours", "负责人", lambda s: s.confirm(s.people.member, s.join(s.people.other))),
    ("more minutes than the shift has", "分钟数", _entered(121)),
    ("hours of two months ago", "六十天", _old),
    ("hours entered over a record of coming and going", "签到签退", _hand_over_a_record),
    ("two activities at one time", "时间重了", _two_at_once),
    ("a device whose clock is set ahead", "将来", _scanned("member", -10)),
    ("a scan dated before the shift", "不在这个班次", _scanned("member", 300)),
    ("scanning oneself in", "替自己", _scanned("lead", 5)),
    ("whoever confirmed looks at it in the spot check", "另一个人", _own_spot_check),
    ("a proof of hours that nobody confirmed", "双方确认", _proof_of_nothing),
    ("a proof shown after it was taken back", "没有这份证明", _withdrawn_proof),
    ("verifying one's own nomination", "有关", _own_nomination),
    ("one reader reads as both", "有关", _one_reader),
    ("an honour without its person's word", "本人还没有同意", _without_its_person),
    ("judging one's own application", "有关", _review_own_grant),
    ("applying twice under another name", "已经申请过", _two_applications),
    ("an answer to an application that one alone judged", "2 位评审", _grant_of_one_review),
    ("one receipt for two sums", "已经记过", _receipt_twice),
    ("two seats in the council", "已经报过名", _two_seats),
    ("a child's seat without a guardian", "监护人先同意", _child_alone),
    ("a child consents in the guardian's name", "不能用孩子的账号", _own_consent),
]  # fmt: skip
FLAGGED: list[tuple[str, str, Try]] = [
    ("forgotten to check out for ten hours", "long", _overlong),
    ("thirty-one confirmed at a stroke", "bulk", _bulk),
    ("hours entered nine days later", "late", _late),
    ("hours entered by hand", "by-hand", _entered(60)),
]  # fmt: skip
NOTHING: list[tuple[str, Try]] = [
    ("a scan sent again with an earlier time", _replayed_scan),
    ("more time after the hours were confirmed", _more_after_confirmed),
    ("one neighbour objects a dozen times", _objections_by_one),
    ("a deed told while an objection waits", _told_over_an_objection),
    ("one reviewer reviews three times", _review_twice),
    ("one voice agrees five times", _agree_alone),
]


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) + len(FLAGGED) + len(NOTHING) >= 28


@pytest.mark.parametrize(("what", "why", "attempt"), REFUSED, ids=[one[0] for one in REFUSED])
def test_it_is_refused(scene: Scene, what: str, why: str, attempt: Try) -> None:
    with pytest.raises(LinliError, match=why):
        attempt(scene)


@pytest.mark.parametrize(("what", "flag", "attempt"), FLAGGED, ids=[one[0] for one in FLAGGED])
def test_it_is_flagged(scene: Scene, what: str, flag: str, attempt: Try) -> None:
    assert flag in attempt(scene)  # type: ignore[operator]
    assert hours.to_spot_check(actor=scene.people.second_lead).exists()


@pytest.mark.parametrize(("what", "attempt"), NOTHING, ids=[one[0] for one in NOTHING])
def test_it_changes_nothing(scene: Scene, what: str, attempt: Try) -> None:
    assert attempt(scene) is True
