"""A second editor publishes, corrects, withdraws; everyone who asked hears of each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.exchange import selectors as exchange
from linli.station.exchange import services as exchange_services
from linli.station.ledger.services import record, writing
from linli.station.organisations.selectors import community_by_id
from linli.station.people.actors import Actor, Forbidden, require, system
from linli.station.rumours import selectors
from linli.station.rumours.models import Check, CheckState, CheckVersion, Verdict
from linli.station.rumours.services.checking import complete_or_refused
from linli.station.rumours.services.stamps import labels_changed
from linli.station.rumours.wording import VERDICTS
from linli.vocabulary import LinliError, Text


def check_publish(*, actor: Actor, check_uid: str, label: bool) -> CheckVersion:
    """Publishes what its author called ready, as a first version or a correction; never the author themself.

    `label`: the second, stricter consent, that posts which repeat the claim get a label. Everyone who was told of an
    earlier version is told of this one.
    """
    require(actor, "check.publish", actor.community_id)
    with writing(actor.community_id):
        check = selectors.check_by_uid(community_id=actor.community_id, uid=check_uid)
        second = _by_another(actor, check)
        if check.state != CheckState.READY:
            raise LinliError(
                Text("这条核查还没写好。", "This check is not ready."),
                field="choice",
                mend=Text("先由作者写好并提交。", "Its author must finish it first."),
            )
        complete_or_refused(check)
        now = timezone.now()
        check.version, check.state, check.modified = check.version + 1, CheckState.PUBLISHED, now
        check.published, check.label = check.published or now, label and check.verdict in LABELLING
        check.save()
        made = CheckVersion.objects.create(
            check_of=check, version=check.version, content=content_of(check), second_id=second
        )
        _sign(actor, check, review_of(made.content))
        labels_changed(actor.community_id)
        _record(actor, "check.published", check, {"label": check.label})
        _tell(actor, check, made.content)
    return made


def claim_publish(*, actor: Actor, claim_uid: str, label: bool) -> None:
    """Publishes the check of a claim by answering its case at the desk, as the second editor does there."""
    claim = selectors.claim_by_uid(community_id=actor.community_id, uid=claim_uid)
    check = selectors.check_of(claim)
    number = selectors.case_number(claim=claim, check=check)
    if check is None or number is None:
        raise LinliError(
            Text("还没有写好的核查。", "There is no check that is ready."), field="claim", value=claim_uid
        )
    desk.case_answer(
        actor=actor,
        number=number,
        version=desk.case_take(actor=actor, number=number).version,
        choice="publish",
        reason=f"结论：{VERDICTS[check.verdict].zh}。{check.summary}",
        values={"label": "yes" if label else ""},
    )


def check_withdraw(*, actor: Actor, check_uid: str, why: str) -> Check:
    """Takes a check back altogether: its page says so, labels go, other stations get a tombstone, askers are told."""
    require(actor, "check.publish", actor.community_id)
    with writing(actor.community_id):
        check = selectors.check_by_uid(community_id=actor.community_id, uid=check_uid)
        if check.version == 0 or check.state == CheckState.WITHDRAWN:
            raise LinliError(Text("没有可撤回的核查。", "There is no check to withdraw."), field="check")
        if sum(c.isalnum() for c in why) < 4:
            raise LinliError(Text("请写明为什么撤回。", "Say why it is withdrawn."), field="reason", value=why)
        before = selectors.versions_of(check)[0]
        check.state, check.version, check.label = CheckState.WITHDRAWN, check.version + 1, False
        check.modified, check.correction = timezone.now(), why[:500]
        check.save()
        content = {**before.content, "withdrawn": why[:500], "version": check.version, "label": False}
        content["modified"] = _at(check.modified)
        made = CheckVersion.objects.create(
            check_of=check, version=check.version, content=content, second_id=_person(actor)
        )
        gone = {"@context": "https://schema.org", "@type": "Tombstone", "dateModified": content["modified"]}
        _sign(actor, check, gone)
        labels_changed(actor.community_id)
        _record(actor, "check.withdrawn", check)
        _tell(actor, check, made.content)
    return check


def check_unpublish(*, actor: Actor, check_uid: str) -> None:
    """The second editor's answer is taken back: what was published is withdrawn, since others may have read it."""
    check_withdraw(actor=actor, check_uid=check_uid, why="第二位编辑撤回了发布，重新核对。")


def content_of(check: Check) -> dict[str, Any]:
    """What is published, whole: page, feeds, dump and exchange are made from this alone."""
    asked = selectors.asked_about(check.claim).order_by("pk")
    first = asked.first()
    wordings = [line.strip() for line in check.wordings.splitlines() if line.strip()]
    return {
        "uid": check.uid,
        "version": check.version,
        "claim_uid": check.claim.uid,
        "claim": check.claim.text,
        "topic": check.claim.topic,
        "verdict": check.verdict,
        "title": check.title,
        "summary": check.summary,
        "known": check.known,
        "unknown": check.unknown,
        "reply": check.reply,
        "interests": check.interests,
        "correction": check.correction if check.version > 1 else "",
        "wordings": wordings[:50],
        "label": check.label,
        "sources": [_source(e) for e in check.evidence.order_by("pk")],
        "asked": asked.count(),
        "asked_first": _at(first.created) if first else "",
        "published": _at(check.published),
        "modified": _at(check.modified),
        "url": selectors.check_url(check),
    }


def review_of(content: dict[str, Any]) -> dict[str, Any]:
    """The schema.org ClaimReview of a published check, unsigned."""
    name = VERDICTS[content["verdict"]]
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": content["url"],
        "headline": content["title"],
        "claimReviewed": content["claim"],
        "datePublished": content["published"],
        "dateModified": content["modified"],
        "inLanguage": "zh-Hans",
        "reviewRating": {"@type": "Rating", "ratingValue": content["verdict"], "alternateName": name.zh},
        "text": "\n\n".join(part for part in (content["summary"], content["known"], content["unknown"]) if part),
        "wordings": content["wordings"],
        "citation": [
            {"@type": "CreativeWork", "name": s["title"], "url": s["url"], "sha256": s["sha256"]}
            for s in content["sources"]
        ],
        **(
            {"correction": {"@type": "CorrectionComment", "text": content["correction"]}}
            if content["correction"]
            else {}
        ),
    }


def _source(evidence: Any) -> dict[str, Any]:
    return {
        "url": evidence.url,
        "title": evidence.title,
        "quote": evidence.quote,
        "sha256": evidence.sha256,
        "by_hand": evidence.by_hand,
        "kept": _at(evidence.created),
    }


def _sign(actor: Actor, check: Check, document: dict[str, Any]) -> None:
    community = community_by_id(actor.community_id)
    author = {"@type": "Organization", "name": community.name, "url": exchange.station_id(community.pk)}
    exchange_services.object_publish(
        actor=system(actor.community_id, "rumours"),
        object_id=selectors.check_url(check),
        version=check.version,
        document={**document, "author": author, "license": exchange.LICENCE},
    )


def _tell(actor: Actor, check: Check, content: dict[str, Any]) -> None:
    """The first publication comes with the desk's own notice; a correction or withdrawal sends one of its own."""
    desk.submissions_tell(
        actor=actor,
        kind=selectors.KIND,
        subject_type=selectors.SUBJECT,
        subject_ids=selectors.claim_family(check.claim),
        text=_news(content),
        notify=check.version > 1,
    )


def _news(content: dict[str, Any]) -> Text:
    name, url, title = VERDICTS[content["verdict"]], content["url"], content["title"]
    if content.get("withdrawn"):
        return Text(
            f"您问过的「{title}」，原来的核查已撤回：{content['withdrawn']} 详见 {url}",
            f"The check of what you asked about was withdrawn: {content['withdrawn']} See {url}",
        )
    if content["version"] > 1:
        return Text(
            f"您问过的「{title}」，核查有更正（第 {content['version']} 版）。现在的结论：{name.zh}。"
            f"更正了什么：{content['correction']} 详见 {url}",
            f"The check of what you asked about was corrected (version {content['version']}). The verdict now: "
            f"{name.en}. What changed: {content['correction']} See {url}",
        )
    return Text(
        f"核查好了。结论：{name.zh}。{content['summary']} 来源和全文：{url}",
        f"It has been checked. The verdict: {name.en}. Sources and the whole text: {url}",
    )


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise Forbidden(Text("请先登录。", "Please sign in."), field="author")
    return actor.user_id


def _by_another(actor: Actor, check: Check) -> int:
    if actor.user_id is None or actor.user_id in selectors.writers_of(check):
        raise Forbidden(
            Text("自己写的核查要由另一位编辑发布。", "A check is published by another editor than its author."),
            field="author",
        )
    return actor.user_id


def _at(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def _record(actor: Actor, kind: str, check: Check, data: dict[str, object] | None = None) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="check",
        object_id=check.uid,
        data={"version": check.version, **(data or {})},
    )


LABELLING = frozenset({Verdict.FALSE, Verdict.MOSTLY_FALSE, Verdict.MISLEADING, Verdict.OUTDATED})
