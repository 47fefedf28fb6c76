"""Activities as a keeper, a volunteer and a stranger meet them."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from linli.station.activities import selectors, services, turning
from linli.station.activities.models import Activity, Presence, Shift, Signup
from linli.station.activities.services import Scan, ShiftPlan
from linli.station.ledger.models import Row
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Actor, Forbidden, NotFound
from linli.station.people.roles import Role
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.activities.conftest import activity_make
from tests.station.pages import signed_in


def _shift(activity: Activity) -> Shift:
    return activity.shifts.get()


def _join(actor: Actor, activity: Activity) -> Signup:
    return services.join(actor=actor, shift_uid=_shift(activity).uid)


def _code(activity: Activity, way: str, ago: int = 0) -> str:
    return turning.code_at(activity.uid, way, timezone.now() - timedelta(seconds=ago))


def _stay(actor: Actor, activity: Activity, minutes: int) -> Presence:
    """Came so many minutes ago and goes now."""
    kept = services.come(actor=actor, uid=activity.uid, code=_code(activity, "in"))
    Presence.objects.filter(pk=kept.pk).update(came=timezone.now() - timedelta(minutes=minutes))
    return services.go(actor=actor, uid=activity.uid, code=_code(activity, "out"))


def test_from_a_form_to_a_proof(client: Client, people: factories.People) -> None:
    """A lead makes it, a member joins, comes, goes, the lead confirms, a stranger reads the proof."""
    lead, member = signed_in(people.lead), signed_in(people.member)
    now = timezone.localtime() + timedelta(hours=1)
    form = {"title": "给绿化带浇水", "summary": "每人一桶。", "place": "南门", "places": "5", "weeks": "1"}
    times = {
        "day": now.date().isoformat(),
        "starts": now.strftime("%H:%M"),
        "ends": (now + timedelta(hours=1)).strftime("%H:%M"),
    }
    made = lead.post("/activities/new/", {**form, **times, "publish": "1"})
    where = made.headers["Location"]
    uid = where.strip("/").split("/")[1]
    assert "给绿化带浇水" in client.get("/activities/").content.decode()
    activity = Activity.objects.get(uid=uid)
    member.post(f"{where}join/", {"shift": _shift(activity).uid})
    Shift.objects.update(starts=timezone.now() - timedelta(minutes=50), ends=timezone.now() + timedelta(minutes=10))
    code = _code(activity, "in")
    assert code in lead.get(f"{where}screen/in/").content.decode()
    assert "签到好了" in member.post(f"{where}in/", {"code": code}).content.decode()
    Presence.objects.update(came=timezone.now() - timedelta(minutes=40))
    assert "记下 40 分钟" in member.post(f"{where}out/", {"code": _code(activity, "out")}).content.decode()
    signup = Signup.objects.get()
    assert f'value="{signup.uid}" checked' in lead.get(f"{where}roll/").content.decode()
    lead.post(f"{where}roll/", {"signup": [signup.uid]})
    proof = member.post("/activities/hours/", {"name": "街坊小何"}).headers["Location"]
    shown = client.get(proof).content.decode()
    assert "街坊小何" in shown
    assert "40 分钟" in shown
    member.post("/activities/hours/", {"withdraw": selectors.proofs_mine(actor=people.member)[0][0].uid})
    assert client.get(proof).status_code == 404


def test_a_full_shift_has_a_queue_that_moves_up(people: factories.People) -> None:
    activity = activity_make(people, places=1, starts_in=180)
    assert _join(people.member, activity).state == "joined"
    assert _join(people.reviewer, activity).state == "waiting"
    signed_in(people.member).post(f"/activities/{activity.uid}/leave/", {"shift": _shift(activity).uid})
    assert Signup.objects.get(user_id=people.reviewer.user_id).state == "joined"
    assert [one.kind for one in notices.notices_mine(actor=people.reviewer)] == ["signup.moved-up"]


def test_a_cancelled_activity_tells_everyone(people: factories.People) -> None:
    activity = activity_make(people, starts_in=180)
    _join(people.member, activity)
    signed_in(people.lead).post(f"/activities/{activity.uid}/roll/", {"reason": "明天有大雨"})
    told = notices.notices_mine(actor=people.member)[0]
    assert "明天有大雨" in told.body
    assert "明天有大雨" in Client().get(f"/activities/{activity.uid}/").content.decode()
    with pytest.raises(LinliError):
        _join(people.reviewer, activity)


def test_a_minor_needs_a_guardian(people: factories.People) -> None:
    activity = activity_make(people, starts_in=180)
    page = signed_in(people.member)
    answer = page.post(f"/activities/{activity.uid}/join/", {"shift": _shift(activity).uid, "minor": "on"})
    assert answer.status_code == 422
    page.post(f"/activities/{activity.uid}/join/", {"shift": _shift(activity).uid, "minor": "on", "guardian": "妈妈"})
    assert Signup.objects.get().guardian == "妈妈"


def test_a_visitor_is_asked_to_sign_in(client: Client, activity: Activity) -> None:
    assert "登录后报名" in client.get(f"/activities/{activity.uid}/").content.decode()
    assert client.post(f"/activities/{activity.uid}/join/", {"shift": "x"}).status_code == 302


def test_a_draft_is_its_makers_alone(client: Client, people: factories.People) -> None:
    starts = timezone.now() + timedelta(days=1)
    draft = services.activity_create(
        actor=people.lead,
        title="草稿",
        summary="还没想好。",
        place="某处",
        plans=[ShiftPlan(starts, starts + timedelta(hours=1), 5)],
    )
    assert client.get(f"/activities/{draft.uid}/").status_code == 404
    assert "草稿" not in client.get("/activities/").content.decode()
    with pytest.raises(NotFound):
        services.join(actor=people.member, shift_uid=draft.shifts.get().uid)


def test_the_calendar_is_one(client: Client, activity: Activity) -> None:
    book = Calendar.from_ical(client.get("/activities/calendar.ics").content)
    events = [one for one in book.walk() if one.name == "VEVENT"]
    assert [str(one["summary"]) for one in events] == ["河边捡垃圾"]


def test_another_communitys_activity_is_not_found(client: Client, people: factories.People) -> None:
    elsewhere = factories.people_make(factories.community_make(slug="elsewhere"), 2)
    other = activity_make(elsewhere)
    assert signed_in(people.lead).get(f"/activities/{other.uid}/").status_code == 404
    assert signed_in(people.lead).get(f"/activities/{other.uid}/roll/").status_code == 404
    assert other.title not in client.get("/activities/").content.decode()


def test_hours_lie_inside_the_shift(people: factories.People, activity: Activity) -> None:
    _join(people.member, activity)
    assert _stay(people.member, activity, 600).minutes == 30
    assert "long" in Presence.objects.get().flags


def test_figures_count_confirmed_hours_alone(people: factories.People, activity: Activity) -> None:
    _join(people.member, activity)
    kept = _stay(people.member, activity, 20)
    assert selectors.totals(community_id=activity.community_id).minutes == 0
    services.confirm(actor=people.lead, uid=activity.uid, signup_uids=[kept.signup.uid])
    assert selectors.totals(community_id=activity.community_id).minutes == 20
    assert Row.objects.filter(kind="presence.confirmed").count() == 1


def test_a_dispute_takes_hours_out_until_another_looks(people: factories.People, activity: Activity) -> None:
    signup = _join(people.member, activity)
    services.hours_by_hand(actor=people.lead, uid=activity.uid, signup_uid=signup.uid, minutes=90, note="手机没电")
    services.confirm(actor=people.lead, uid=activity.uid, signup_uids=[signup.uid])
    signed_in(people.member).post("/activities/hours/", {"dispute": signup.uid, "note": "我只来了半小时"})
    assert selectors.hours(actor=people.member).confirmed == 0
    with pytest.raises(Forbidden):
        services.spot_checked(actor=people.lead, signup_uid=signup.uid, stands=True)
    signed_in(people.second_lead).post("/activities/checks/", {"signup": signup.uid, "falls": "1"})
    assert Presence.objects.get().state == "disputed"


# Attempts to make hours up, each refused or flagged. ---------------------------------------------------------------


@pytest.mark.parametrize("ago", [61, 120, 3600, 86_400])
def test_an_old_code_is_refused(people: factories.People, activity: Activity, ago: int) -> None:
    _join(people.member, activity)
    with pytest.raises(LinliError, match="换过"):
        services.come(actor=people.member, uid=activity.uid, code=_code(activity, "in", ago))


@pytest.mark.parametrize("typed", ["", "AAAAAA", "123456", "x" * 5000, "＊" * 6, "六个字的签到码"])
def test_a_made_up_code_is_refused(people: factories.People, activity: Activity, typed: str) -> None:
    _join(people.member, activity)
    page = signed_in(people.member)
    assert page.post(f"/activities/{activity.uid}/in/", {"code": typed}).status_code == 422
    assert not Presence.objects.exists()


def test_the_code_of_another_activity_or_way_is_refused(people: factories.People, activity: Activity) -> None:
    other = activity_make(people)
    _join(people.member, activity)
    for code in (_code(other, "in"), _code(activity, "out")):
        with pytest.raises(LinliError):
            services.come(actor=people.member, uid=activity.uid, code=code)


def test_a_shared_code_is_no_use_to_who_did_not_join(people: factories.People, activity: Activity) -> None:
    with pytest.raises(LinliError, match="没有您的班次"):
        services.come(actor=people.member, uid=activity.uid, code=_code(activity, "in"))


def test_a_waiting_person_cannot_check_in(people: factories.People) -> None:
    activity = activity_make(people, places=1)
    _join(people.other, activity)
    _join(people.member, activity)
    with pytest.raises(LinliError):
        services.come(actor=people.member, uid=activity.uid, code=_code(activity, "in"))


@pytest.mark.parametrize("starts_in", [300, 2000, -400])
def test_nobody_checks_in_outside_the_shift(people: factories.People, starts_in: int) -> None:
    activity = activity_make(people, starts_in=180)
    _join(people.member, activity)
    begun = timezone.now() + timedelta(minutes=starts_in)
    Shift.objects.filter(activity=activity).update(starts=begun, ends=begun + timedelta(minutes=60))
    with pytest.raises(LinliError):
        services.come(actor=people.member, uid=activity.uid, code=_code(activity, "in"))


def test_going_without_having_come_is_refused(people: factories.People, activity: Activity) -> None:
    _join(people.member, activity)
    with pytest.raises(LinliError, match="还没有签到"):
        services.go(actor=people.member, uid=activity.uid, code=_code(activity, "out"))


def test_checking_in_twice_changes_nothing(people: factories.People, activity: Activity) -> None:
    _join(people.member, activity)
    first = services.come(actor=people.member, uid=activity.uid, code=_code(activity, "in"))
    assert services.come(actor=people.member, uid=activity.uid, code=_code(activity, "in")).came == first.came


def test_nobody_joins_two_shifts_at_one_time(people: factories.People, activity: Activity) -> None:
    _join(people.member, activity)
    with pytest.raises(LinliError, match="时间重了"):
        _join(people.member, activity_make(people))


def test_the_leader_does_not_confirm_own_hours(people: factories.People, activity: Activity) -> None:
    signup = _join(people.lead, activity)
    _stay(people.lead, activity, 20)
    with pytest.raises(Forbidden):
        services.confirm(actor=people.lead, uid=activity.uid, signup_uids=[signup.uid])
    signed_in(people.lead).post(f"/activities/{activity.uid}/roll/", {"signup": [signup.uid]})
    assert Presence.objects.get().state == "said"
    assert services.confirm(actor=people.second_lead, uid=activity.uid, signup_uids=[signup.uid]) == 1


def test_nobody_enters_own_hours_by_hand(people: factories.People, activity: Activity) -> None:
    signup = _join(people.lead, activity)
    with pytest.raises(Forbidden):
        services.hours_by_hand(actor=people.lead, uid=activity.uid, signup_uid=signup.uid, minutes=60, note="忘了")


@pytest.mark.parametrize("role", ["member", "reviewer", "visitor"])
def test_who_does_not_run_it_confirms_nothing(people: factories.People, activity: Activity, role: str) -> None:
    signup = _join(people.other, activity)
    _stay(people.other, activity, 20)
    with pytest.raises(Forbidden):
        services.confirm(actor=getattr(people, role), uid=activity.uid, signup_uids=[signup.uid])


@pytest.mark.parametrize("minutes", [0, -5, 121, 100_000])
def test_hours_by_hand_never_exceed_the_shift(people: factories.People, activity: Activity, minutes: int) -> None:
    signup = _join(people.member, activity)
    with pytest.raises(LinliError, match="分钟数"):
        services.hours_by_hand(actor=people.lead, uid=activity.uid, signup_uid=signup.uid, minutes=minutes, note="补")


def test_hours_by_hand_need_a_reason_and_are_flagged(people: factories.People, activity: Activity) -> None:
    signup = _join(people.member, activity)
    with pytest.raises(LinliError, match="为什么"):
        services.hours_by_hand(actor=people.lead, uid=activity.uid, signup_uid=signup.uid, minutes=60, note=" ")
    kept = services.hours_by_hand(actor=people.lead, uid=activity.uid, signup_uid=signup.uid, minutes=60, note="没电")
    assert kept.flags == ["by-hand"]


@pytest.mark.parametrize(("days", "flags"), [(8, ["by-hand", "late"]), (59, ["by-hand", "late"])])
def test_late_entries_are_flagged(people: factories.People, activity: Activity, days: int, flags: list[str]) -> None:
    signup = _join(people.member, activity)
    ends = timezone.now() - timedelta(days=days)
    Shift.objects.update(starts=ends - timedelta(hours=2), ends=ends)
    kept = services.hours_by_hand(actor=people.lead, uid=activity.uid, signup_uid=signup.uid, minutes=60, note="没电")
    assert kept.flags == flags


def test_entries_older_than_sixty_days_are_refused(people: factories.People, activity: Activity) -> None:
    signup = _join(people.member, activity)
    ends = timezone.now() - timedelta(days=61)
    Shift.objects.update(starts=ends - timedelta(hours=2), ends=ends)
    with pytest.raises(LinliError, match="六十天"):
        services.hours_by_hand(actor=people.lead, uid=activity.uid, signup_uid=signup.uid, minutes=60, note="没电")


def test_a_shift_that_has_not_begun_gives_no_hours(people: factories.People) -> None:
    activity = activity_make(people, starts_in=180)
    signup = _join(people.member, activity)
    with pytest.raises(LinliError, match="还没有开始"):
        services.hours_by_hand(actor=people.lead, uid=activity.uid, signup_uid=signup.uid, minutes=60, note="补")


def test_hours_in_bulk_are_flagged(people: factories.People, community: object) -> None:
    activity = activity_make(people, places=100)
    uids = []
    for _ in range(31):
        person = factories.actor_make(community, Role.MEMBER)  # type: ignore[arg-type]
        uids.append(_join(person, activity).uid)
        _stay(person, activity, 20)
    assert services.confirm(actor=people.lead, uid=activity.uid, signup_uids=uids) == 31
    assert all("bulk" in one.flags for one in Presence.objects.all())
    assert selectors.to_spot_check(actor=people.second_lead).count() == 31


def _scan(signup: Signup, way: str, minutes_ago: float, event: str = "") -> Scan:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    return Scan(event or f"event-{random.random()}"[:40], signup.uid, way, at)


@pytest.mark.parametrize(
    ("minutes_ago", "why"), [(-10, "将来"), (-100_000, "将来"), (300, "不在这个班次"), (100_000, "不在这个班次")]
)
def test_time_travel_is_refused(people: factories.People, activity: Activity, minutes_ago: int, why: str) -> None:
    signup = _join(people.member, activity)
    done = services.scans_merge(
        actor=people.lead, uid=activity.uid, device="手机", scans=[_scan(signup, "in", minutes_ago)]
    )
    assert why in done.refused[0][1].zh
    assert not Presence.objects.exists()


def test_nobody_scans_themselves_in_offline(people: factories.People, activity: Activity) -> None:
    signup = _join(people.lead, activity)
    done = services.scans_merge(actor=people.lead, uid=activity.uid, device="手机", scans=[_scan(signup, "in", 5)])
    assert "不能替自己" in done.refused[0][1].zh


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"device": "x", "scans": [1]}',
        '{"device": "x", "scans": [{"event": "12345678", "signup": "x", "way": "in", "at": "yesterday"}]}',
        "[" * 2000,
    ],
)
def test_what_is_no_scan_is_refused(people: factories.People, activity: Activity, body: str) -> None:
    page = signed_in(people.lead)
    answer = page.post(f"/activities/{activity.uid}/scans/", body, content_type="application/json")
    assert answer.status_code == 400


def test_three_hundred_people_and_two_devices_merge_without_loss(people: factories.People, community: object) -> None:
    """Each device saw some people, some twice, in any order, and sends parts again after a broken line."""
    activity = activity_make(people, places=300)
    signups = [_join(factories.actor_make(community, Role.MEMBER), activity) for _ in range(300)]  # type: ignore[arg-type]
    chance = random.Random(7)
    scans = {"a": [], "b": []}  # type: dict[str, list[Scan]]
    for number, signup in enumerate(signups):
        for device in ("a", "b") if number % 3 == 0 else ("ab"[number % 2],):
            scans[device].append(_scan(signup, "in", 20 + number % 7, f"{device}-in-{number:04d}"))
            scans[device].append(_scan(signup, "out", number % 5, f"{device}-out-{number:04d}"))
    for device, given in scans.items():
        chance.shuffle(given)
        for part in (given[:150], given[100:400], given[300:]):
            services.scans_merge(actor=people.lead, uid=activity.uid, device=device, scans=part)
    kept = {one.signup_id: one for one in Presence.objects.all()}
    assert len(kept) == 300
    assert all(one.went is not None and one.state == "said" for one in kept.values())
    for number, signup in enumerate(signups):
        assert abs(kept[signup.pk].minutes - (20 + number % 7 - number % 5)) <= 1
