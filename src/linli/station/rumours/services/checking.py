"""Writing a check: a draft, sources with copies, and the word that it is ready for a second editor."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.utils import timezone

from linli.station.desk import kinds as desk_kinds
from linli.station.desk import services as desk
from linli.station.exchange.fetching import PAGES, Unfetched, fetch
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, Forbidden, NotFound, require
from linli.station.rumours import selectors
from linli.station.rumours.models import Check, CheckState, Evidence, Verdict
from linli.station.rumours.readable import readable
from linli.vocabulary import LinliError, Text

LIMITS = {
    "title": 80,
    "summary": 300,
    "known": 4000,
    "unknown": 2000,
    "reply": 2000,
    "interests": 300,
    "wordings": 2000,
    "correction": 500,
}
NEEDED = {
    "verdict": Text("结论", "the verdict"),
    "title": Text("标题", "the title"),
    "summary": Text("一句话结论", "the summary"),
    "known": Text("已查明的", "what is known"),
    "interests": Text("利益关系说明", "the note on interests"),
}
COPY_LEAST, COPY_LIMIT = 20, 40_000
MOST_SOURCES = 20


def draft_save(*, actor: Actor, claim_uid: str, values: Mapping[str, str]) -> Check:
    """Begins a check of a claim, or goes on with it. The one who writes is its author and can never publish it.

    A published check is reopened by this as a correction: what the public reads stays until the second editor agrees.
    """
    require(actor, "check.write", actor.community_id)
    given = _fields(values)
    with writing(actor.community_id):
        claim = selectors.claim_by_uid(community_id=actor.community_id, uid=claim_uid)
        check = selectors.check_of(claim) or Check(community_id=actor.community_id, claim=claim)
        if check.state == CheckState.WITHDRAWN:
            raise LinliError(Text("这条核查已撤回。", "This check was withdrawn."), field="check", value=check.uid)
        fresh = check.state == CheckState.PUBLISHED
        check.author_id, check.state = _person(actor), CheckState.DRAFT
        for name, value in given.items():
            setattr(check, name, value)
        check.modified = timezone.now()
        check.save()
        if fresh:  # a correction has writers of its own
            check.writers.clear()
        check.writers.add(_person(actor))
        _kept_out(actor, check)
        _record(actor, "check.drafted", check)
    return check


def evidence_add(
    *, actor: Actor, check_uid: str, url: str, title: str = "", quote: str = "", copy: str = ""
) -> Evidence:
    """Adds a source. The server fetches the page and keeps its words with their SHA-256.

    Where it cannot be fetched, the editor pastes the words into `copy`, and the page says so. Errors: `Unfetched`.
    """
    require(actor, "check.write", actor.community_id)
    check = selectors.check_by_uid(community_id=actor.community_id, uid=check_uid)
    found, words, by_hand = _copied(url.strip(), copy.strip())
    with writing(actor.community_id):
        _open(check)
        if check.evidence.count() >= MOST_SOURCES:
            raise LinliError(Text(f"最多 {MOST_SOURCES} 个来源。", f"At most {MOST_SOURCES} sources."), field="url")
        made = Evidence.objects.create(
            check_of=check,
            url=url.strip()[:500],
            title=_without_controls(title).strip()[:200] or found or url.strip()[:200],
            quote=quote.strip()[:1000],
            copy=words,
            sha256=hashlib.sha256(words.encode()).hexdigest(),
            by_hand=by_hand,
        )
        check.writers.add(_person(actor))
        _kept_out(actor, check)
        _record(actor, "evidence.added", check, {"evidence": made.uid, "sha256": made.sha256, "by_hand": by_hand})
    return made


def evidence_remove(*, actor: Actor, check_uid: str, uid: str) -> None:
    """Takes a source out of a draft; what was published with it keeps its digest."""
    require(actor, "check.write", actor.community_id)
    with writing(actor.community_id):
        check = selectors.check_by_uid(community_id=actor.community_id, uid=check_uid)
        _open(check)
        found = Evidence.objects.filter(check_of=check, uid=uid).first()
        if found is None:
            raise NotFound(Text("没有这个来源。", "There is no such source."), field="evidence", value=uid)
        _record(actor, "evidence.removed", check, {"evidence": found.uid})
        found.delete()


def check_ready(*, actor: Actor, check_uid: str) -> Check:
    """The author says that it is ready: a second editor finds it at the desk. Sources are required here."""
    require(actor, "check.write", actor.community_id)
    with writing(actor.community_id):
        check = selectors.check_by_uid(community_id=actor.community_id, uid=check_uid)
        _open(check)
        complete_or_refused(check)
        check.state, check.modified = CheckState.READY, timezone.now()
        check.save(update_fields=["state", "modified"])
        kind, subject, uid = (
            ("correction", "check", check.uid)
            if check.version
            else (selectors.KIND, selectors.SUBJECT, check.claim.uid)
        )
        desk.case_open(
            actor=actor,
            kind=kind,
            subject_type=subject,
            subject_id=uid,
            description=desk_kinds.Description(check.title, {"check": check.uid}, 20),
        )
        _kept_out(actor, check)
        _record(actor, "check.ready", check)
    return check


def check_send_back(*, actor: Actor, check_uid: str) -> Check:
    """The second editor gives a check back to its author."""
    require(actor, "check.publish", actor.community_id)
    with writing(actor.community_id):
        check = selectors.check_by_uid(community_id=actor.community_id, uid=check_uid)
        check.state = CheckState.DRAFT
        check.save(update_fields=["state"])
        _record(actor, "check.sent-back", check)
    return check


def complete_or_refused(check: Check) -> None:
    """Raises LinliError for a check that lacks a part or a source; sources are the server's rule, not the page's."""
    for name, called in NEEDED.items():
        if not getattr(check, name).strip():
            raise LinliError(Text(f"还缺{called.zh}。", f"It lacks {called.en}."), field=name)
    if check.version and not check.correction.strip():
        raise LinliError(Text("请写明更正了什么。", "Say what is corrected."), field="correction")
    if not check.evidence.exists():
        raise LinliError(
            Text("没有来源不能发布。", "Nothing is published without a source."),
            field="url",
            mend=Text("至少加一个可查证的来源。", "Add at least one source that can be looked up."),
        )


def _fields(values: Mapping[str, str]) -> dict[str, str]:
    out = {}
    for name, limit in LIMITS.items():
        value = _without_controls(values.get(name, "").strip())
        if len(value) > limit:
            mend = Text(f"最多 {limit} 个字。", f"At most {limit} characters.")
            raise LinliError(Text("太长了。", "It is too long."), field=name, value=value, mend=mend)
        out[name] = value
    verdict = values.get("verdict", "")
    if verdict and verdict not in Verdict.values:
        raise LinliError(Text("没有这个结论。", "There is no such verdict."), field="verdict", value=verdict)
    return {**out, "verdict": verdict}


def _copied(url: str, copy: str) -> tuple[str, str, bool]:
    """Title and words of the source, and whether a person pasted them."""
    if not url.startswith(("https://", "http://")):
        raise LinliError(Text("来源要写网址。", "A source is a web address."), field="url", value=url)
    if copy:
        if len(copy) < COPY_LEAST:
            mend = Text(f"至少 {COPY_LEAST} 个字。", f"At least {COPY_LEAST} characters.")
            raise LinliError(Text("存档的原文太短。", "The copy is too short."), field="copy", value=copy, mend=mend)
        return "", _without_controls(copy)[:COPY_LIMIT], True
    page = fetch(url, types=PAGES)
    title, words = readable(page.text, html=page.type != "text/plain")
    if page.status != 200 or len(words) < COPY_LEAST:
        problem = Text("读不到这个网页的文字。", "No words could be read from this page.")
        raise Unfetched("empty", problem, url, Text("请把原文贴到「存档」里。", "Paste its words into “copy”."))
    return title, words, False


def _without_controls(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff"))


def _open(check: Check) -> None:
    if check.state not in (CheckState.DRAFT, CheckState.READY):
        raise LinliError(
            Text("请先开始更正。", "Begin a correction first."), field="check", value=check.get_state_display()
        )


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise Forbidden(Text("请先登录。", "Please sign in."), field="author")
    return actor.user_id


def _kept_out(actor: Actor, check: Check) -> None:
    for subject, uid in ((selectors.SUBJECT, check.claim.uid), ("check", check.uid)):
        desk.exclusions_refresh(community_id=actor.community_id, subject_type=subject, subject_id=uid)


def _record(actor: Actor, kind: str, check: Check, data: dict[str, object] | None = None) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="check",
        object_id=check.uid,
        data={"version": check.version, **(data or {})},
    )
