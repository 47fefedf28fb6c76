"""The sample station: a community's day, with cases in every state, driven through the services that all use.

The record's times are those of the loading: it never claims another moment. What the desk shows is moved back to
when it would have been (`ago` in the events, minutes), so that promises and answer times look like a day's work.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from linli.station.config import (
    sample_activities,
    sample_campaigns,
    sample_codes,
    sample_day,
    sample_governance,
    sample_honours,
    sample_learning,
    sample_library,
    sample_organisations,
    sample_pledges,
    sample_programme,
    sample_rumours,
    sample_safety,
    sample_works,
)
from linli.station.config.sample_rules import load_consents, load_rules
from linli.station.desk import selectors as desk_selectors
from linli.station.desk import services as desk
from linli.station.desk.routing import Wanted
from linli.station.integrations import selectors as integrations
from linli.station.integrations.scopes import EVENTS, SCOPES
from linli.station.integrations.services import (
    apikey_create,
    client_create,
    webhook_create,
    webhook_start,
    webhook_stop,
)
from linli.station.moderation import selectors as moderation
from linli.station.moderation import services as moderation_services
from linli.station.organisations.selectors import actor_for
from linli.station.organisations.services import membership_set, station_set_up
from linli.station.people.actors import Actor, client, system, visitor
from linli.station.people.roles import Role
from linli.vocabulary import ItemKind, LinliError, Text

FORUM = "邻里小院"
AT_THE_STATION = {"id", "minute", "actions", "categories"}
PASSWORD = "liuyinli-sample"  # noqa: S105 (a sample's, refused on any host but this machine)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sample person of the station."""

    username: str
    name: str
    role: Role
    password: str = PASSWORD


SIGN_INS = (
    SignIn("jiefang", "街坊", Role.MEMBER),
    SignIn("shenhe", "审核员小苏", Role.REVIEWER),
    SignIn("fuhe", "复核员老秦", Role.REVIEWER),
    SignIn("fuze", "负责人林姐", Role.LEAD),
    SignIn("zhanwu", "站务阿文", Role.KEEPER),
)


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What is there now. `new` is false where it was all there before; `forum_home` is the forum's FORUM_HOME."""

    new: bool
    items: int
    forum_home: Path
    sign_ins: tuple[SignIn, ...] = SIGN_INS


@dataclass(slots=True)
class _Day:
    """The loading as it goes on: the client of the forum, who is who, and the receipts of the cases so far."""

    community_id: int
    client_id: int
    staff: dict[str, Actor]
    entries: dict[str, sample_day.Entry]
    names: dict[str, str]
    receipts: dict[str, desk.Receipt] = field(default_factory=dict)
    sent: list[dict[str, str]] = field(default_factory=list)
    sent_at: dict[str, datetime] = field(default_factory=dict)
    answered_at: dict[int, datetime] = field(default_factory=dict)

    @property
    def forum(self) -> Actor:
        """The forum as a client of the API."""
        return client(self.community_id, self.client_id)


def load_sample(*, forum_url: str = "http://127.0.0.1:8700") -> SampleReport:
    """Brings the sample in, all or nothing; a second time changes nothing. Only where LINLI_SAMPLE is set.

    `forum_url` is where the forum will listen. Its key, its webhook's secret and its copy of the day are written to
    the folder `forum` of LINLI_HOME, for the owner's eyes alone.
    """
    _only_a_sample()
    community = station_set_up(name="柳荫里社区", name_en="Liuyinli", organisation="柳荫里邻里站")
    keeper = system(community.pk, "set-up")
    home = Path(settings.HOME) / "forum"
    with transaction.atomic():
        known = integrations.client_by_name(community_id=community.pk, name=FORUM)
        if known is not None:
            _connected(keeper, known.uid, home, forum_url)
            return SampleReport(False, moderation.items(actor=client(community.pk, known.pk)).count(), home)
        made = client_create(actor=keeper, name=FORUM)
        day = _day(community.pk, made.pk, _staff(keeper))
        _load(day, forum_url)
        sample_learning.load(day.staff["jiefang"])
        sample_activities.load(lead=day.staff["fuze"], member=day.staff["jiefang"], other=day.staff["shenhe"])
        sample_honours.load(member=day.staff["jiefang"], reviewer=day.staff["shenhe"], second=day.staff["fuhe"])
        bodies = sample_organisations.load(
            lead=day.staff["fuze"],
            member=day.staff["jiefang"],
            reviewer=day.staff["shenhe"],
            second=day.staff["fuhe"],
        )
        sample_pledges.load(
            lead=day.staff["fuze"],
            member=day.staff["jiefang"],
            judge=day.staff["shenhe"],
            second=day.staff["fuhe"],
            bodies=bodies,
        )
        sample_codes.load(
            reviewer=day.staff["shenhe"],
            second=day.staff["fuhe"],
            lead=day.staff["fuze"],
            member=day.staff["jiefang"],
        )
        sample_rumours.load(author=day.staff["shenhe"], second=day.staff["fuhe"])
        sample_safety.load_safety(community_id=community.pk, client_id=made.pk, person=day.staff["jiefang"])
        sample_library.load(keeper=day.staff["fuze"])
        sample_programme.load(
            lead=day.staff["fuze"],
            member=day.staff["jiefang"],
            reviewers=(day.staff["shenhe"], day.staff["fuhe"]),
            second=day.staff["zhanwu"],
        )
        sample_works.load(lead=day.staff["fuze"], author=day.staff["jiefang"], second=day.staff["shenhe"])
        sample_campaigns.load(lead=day.staff["fuze"], author=day.staff["jiefang"], second=day.staff["shenhe"])
        sample_governance.load(forum=day.forum, lead=day.staff["fuze"], member=day.staff["jiefang"], names=day.names)
        desk.sample_spread(community_id=community.pk)
        _write(home / "day.json", _forum_day(day))
        _connected(keeper, made.uid, home, forum_url)
    return SampleReport(True, moderation.items(actor=day.forum).count(), home)


def _only_a_sample() -> None:
    if not settings.SAMPLE:
        raise LinliError(
            Text("示例内容只能装进示例站。", "Sample content goes into a sample station only."),
            field="LINLI_SAMPLE",
            mend=Text("请用 linli station run --sample 启动。", "Start it with linli station run --sample."),
        )


def _staff(keeper: Actor) -> dict[str, Actor]:
    users, hashed = get_user_model(), make_password(PASSWORD)
    out = {}
    for one in SIGN_INS:
        user, _ = users.objects.get_or_create(
            username=one.username, defaults={"display_name": one.name, "sample": True, "password": hashed}
        )
        membership_set(actor=keeper, user_id=user.pk, role=one.role)
        out[one.username] = actor_for(user_id=user.pk, community_id=keeper.community_id)
    return out


def _day(community_id: int, client_id: int, staff: dict[str, Actor]) -> _Day:
    names = {one.key: one.name for one in sample_day.neighbours()}
    return _Day(community_id, client_id, staff, {one.id: one for one in sample_day.entries()}, names)


def _load(day: _Day, forum_url: str) -> None:
    for entry in day.entries.values():
        if entry.kind != ItemKind.MESSAGE:
            _submit(day, entry, forum_url)
    load_consents(forum=day.forum, names=day.names)
    load_rules(lead=day.staff["fuze"], keeper=day.staff["zhanwu"])
    for step in sample_day.events():
        STEPS[step["do"]](day, step)
        _timed(day, step)
    desk.sample_times(community_id=day.community_id, sent=day.sent_at, answered=day.answered_at)


def _timed(day: _Day, step: dict[str, Any]) -> None:
    """Notes when a step would have been."""
    if "ago" not in step:
        return
    receipt, at = day.receipts[step["case"]], timezone.now() - timedelta(minutes=step["ago"])
    if step["do"] == "answer":
        day.answered_at[receipt.case_number] = at
    else:
        day.sent_at[receipt.submission_uid] = at


def _submit(day: _Day, entry: sample_day.Entry, forum_url: str, by_party: bool = False) -> None:
    everything = list(day.entries.values())
    target = entry.recipient or (day.entries[entry.reply_to or entry.thread].author if entry.thread else "")
    title = day.entries[entry.thread].title if entry.thread else entry.title
    context: dict[str, Any] = {"title": title, "thread": sample_day.thread_before(entry, everything)}
    moderation_services.item_submit(
        actor=day.forum,
        external_id=entry.id,
        kind=entry.kind,
        text=entry.words,
        account_id=entry.author,
        account_name=day.names[entry.author],
        context={**context, "target": target} if target else context,
        url=f"{forum_url}/go/{entry.id}/",
        submitted_by_party=by_party,
    )


def _hand_in(day: _Day, step: dict[str, Any]) -> None:
    moderation_services.account_ensure(actor=day.forum, external_id=step["by"], name=day.names[step["by"]])
    _submit(day, day.entries[step["item"]], "", by_party=True)


def _report(day: _Day, step: dict[str, Any]) -> None:
    by, words = step["by"], {"category": step["category"], "text": step["text"]}
    item = moderation.item_of(actor=day.forum, external_id=step["item"])
    if by in day.names:
        account = moderation_services.account_ensure(actor=day.forum, external_id=by, name=day.names[by])
        receipt = moderation_services.report_create(actor=day.forum, item=item, reporter=account, **words)
        day.sent.append({"kind": "report", "case": step["case"], "sender": by, "entry": step["item"], **words})
    elif by in day.staff:
        receipt = moderation_services.report_create(actor=day.staff[by], item=item, **words)
    else:
        stranger = visitor(day.community_id)
        receipt = moderation_services.report_create(actor=stranger, item=item, source=f"sample {by}", **words)
    day.receipts[step["case"]] = receipt


def _appeal(day: _Day, step: dict[str, Any]) -> None:
    item = moderation.item_of(actor=day.forum, external_id=step["item"])
    decision = moderation.decisions_in_force(item=item)[-1]
    notice = moderation.notice_of(decision)
    if notice is None:
        raise LinliError(Text("这项处置没有告知。", "This decision has no notice."), field="item", value=step["item"])
    receipt = moderation_services.appeal_create(actor=day.forum, code=notice.code, text=step["text"])
    day.receipts[step["case"]] = receipt
    author = day.entries[step["item"]].author
    told = {"kind": "appeal", "case": step["case"], "sender": author, "entry": step["item"]}
    day.sent.append({**told, "text": step["text"], "notice": notice.code})


def _take(day: _Day, step: dict[str, Any]) -> int:
    """Takes the case; its version then."""
    return desk.case_take(actor=day.staff[step["by"]], number=day.receipts[step["case"]].case_number).version


def _hold(day: _Day, step: dict[str, Any]) -> None:
    number = day.receipts[step["case"]].case_number
    desk.case_hold(actor=day.staff[step["by"]], number=number, reason=step["reason"])


def _answer(day: _Day, step: dict[str, Any]) -> None:
    _take(day, step)
    actor, number = day.staff[step["by"]], day.receipts[step["case"]].case_number
    desk.case_answer(
        actor=actor,
        number=number,
        version=_danger_ended(actor, number, step["reason"]),
        choice=step["choice"],
        reason=step["reason"],
        values=step.get("values"),
    )


def _danger_ended(actor: Actor, number: int, reason: str) -> int:
    """What a rule took for danger, and whose plan the day does not go through, is none; the case's version then."""
    case = desk_selectors.case_for(actor=actor, number=number)
    if case.danger and not desk_selectors.danger_steps(case=case).exists():
        case = desk.danger_end(actor=actor, number=number, reason=reason)
    return case.version


def _confirm(day: _Day, step: dict[str, Any]) -> None:
    """A second person agrees."""
    actor, number = day.staff[step["by"]], day.receipts[step["case"]].case_number
    desk.proposal_confirm(actor=actor, number=number, version=desk.case_take(actor=actor, number=number).version)


def _steps(day: _Day, step: dict[str, Any]) -> None:
    """Every step of the plan for danger is done on a case."""
    plan = desk_selectors.danger_plan(community_id=day.community_id)
    for one in plan.steps if plan else ():
        number = day.receipts[step["case"]].case_number
        desk.danger_step_do(actor=day.staff[step["by"]], number=number, step=one)


def _arrange(day: _Day, step: dict[str, Any]) -> None:
    """The keeper writes the plan for danger and parts the queues."""
    actor = day.staff[step["by"]]
    told = {name: step[name] for name in ("contact", "phone", "hours", "duty", "steps")}
    desk.danger_plan_set(actor=actor, **told)
    for one in step["queues"]:
        wanted = Wanted(categories=frozenset(one.get("categories", ())), minors=one["minors"])
        desk.queue_save(actor=actor, name=one["name"], wanted=wanted)


def _return(day: _Day, step: dict[str, Any]) -> None:
    number = day.receipts[step["case"]].case_number
    desk.case_reverse(actor=day.staff[step["by"]], number=number, reason=step["reason"])


def _say(day: _Day, step: dict[str, Any]) -> None:
    receipt = day.receipts[step["case"]]
    desk.message_from_desk(
        actor=day.staff[step["by"]],
        number=receipt.case_number,
        submission_uid=receipt.submission_uid,
        text=step["text"],
    )


def _reply(day: _Day, step: dict[str, Any]) -> None:
    code = day.receipts[step["case"]].code
    submission = desk_selectors.submission_by_code(community_id=day.community_id, code=code)
    desk.message_send(actor=visitor(day.community_id), submission=submission, text=step["text"])


def _satisfied(day: _Day, step: dict[str, Any]) -> None:
    code = day.receipts[step["case"]].code
    submission = desk_selectors.submission_by_code(community_id=day.community_id, code=code)
    desk.satisfaction_give(
        actor=visitor(day.community_id),
        submission=submission,
        score=step["score"],
        comment=step.get("comment", ""),
    )


def _mend(day: _Day, step: dict[str, Any]) -> None:
    """The author puts it right where they wrote it, and a person is to look."""
    entry = replace(day.entries[step["item"]], text=step["text"])
    day.entries[entry.id] = entry
    known = moderation.item_of(actor=day.forum, external_id=entry.id)
    _submit(day, entry, known.url.removesuffix(f"/go/{entry.id}/"))


def _withdraw(day: _Day, step: dict[str, Any]) -> None:
    item = moderation.item_of(actor=day.forum, external_id=step["item"])
    moderation_services.item_withdraw(actor=day.forum, item=item)


def _release(day: _Day, step: dict[str, Any]) -> None:
    """A reviewer lets go what a rule held by mistake: texts of the day that need no action at all."""
    for item in moderation.items(actor=day.forum).filter(state="held"):
        if not day.entries[item.external_id].categories:
            _answer_review(day, step, item.uid)


def _answer_review(day: _Day, step: dict[str, Any], item_uid: str) -> None:
    case = desk_selectors.case_of(
        community_id=day.community_id, subject_type="item", subject_id=item_uid, kind="review"
    )
    if case is None:
        return
    actor = day.staff[step["by"]]
    desk.case_take(actor=actor, number=case.number)
    version, why = _danger_ended(actor, case.number, step["reason"]), step["reason"]
    desk.case_answer(actor=actor, number=case.number, version=version, choice="dismiss", reason=why, values={})


STEPS: dict[str, Callable[[_Day, dict[str, Any]], object]] = {
    "arrange": _arrange,
    "confirm": _confirm,
    "steps": _steps,
    "hand-in": _hand_in,
    "report": _report,
    "appeal": _appeal,
    "take": _take,
    "hold": _hold,
    "answer": _answer,
    "return": _return,
    "say": _say,
    "reply": _reply,
    "satisfied": _satisfied,
    "mend": _mend,
    "withdraw": _withdraw,
    "release": _release,
}


def _forum_day(day: _Day) -> dict[str, Any]:
    """What the forum itself would hold after such a day: its people, its threads, its people's receipts."""
    start = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=1), time()))
    entries = []
    for one in day.entries.values():
        row = {name: value for name, value in asdict(one).items() if value and name not in AT_THE_STATION}
        entries.append({"key": one.id, **row, "created": (start + timedelta(minutes=one.minute)).isoformat()})
    return {
        "neighbours": [asdict(one) for one in sample_day.neighbours()],
        "entries": entries,
        "submissions": [_forum_submission(day, one) for one in day.sent],
    }


def _forum_submission(day: _Day, sent: dict[str, str]) -> dict[str, str]:
    receipt = day.receipts[sent["case"]]
    kept = {name: value for name, value in sent.items() if name != "case"}
    where = f"{settings.BASE_URL}/cases/{receipt.code}/"
    return {**kept, "receipt": receipt.code, "url": where, "promised_at": receipt.promised_at.isoformat()}


def _connected(keeper: Actor, client_uid: str, home: Path, forum_url: str) -> None:
    """The forum's one webhook, where it listens now, and its key; a new key where the file with it was lost."""
    url, path = f"{forum_url}/webhooks/linli", home / "connection.json"
    mine = [one for one in integrations.endpoints(actor=keeper) if one.client.uid == client_uid]
    for other in mine:
        if other.url != url:
            webhook_stop(actor=keeper, uid=other.uid)
    known = [one for one in mine if one.url == url]
    if known and known[0].active and path.is_file():
        return
    if known:
        webhook_start(actor=keeper, uid=known[0].uid)
        secret = integrations.endpoint_secrets(known[0])[0]
    else:
        _, secret = webhook_create(actor=keeper, client_uid=client_uid, url=url, events=list(EVENTS))
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    key = kept.get("api_key") or _new_key(keeper, client_uid)
    _write(path, {"station_url": settings.BASE_URL, "api_key": key, "webhook_secret": secret})


def _new_key(keeper: Actor, client_uid: str) -> str:
    return apikey_create(actor=keeper, client_uid=client_uid, name="小院", scopes=list(SCOPES))[1]


def _write(path: Path, content: dict[str, Any]) -> None:
    """A file that only its owner can read, from its first byte."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(path)
