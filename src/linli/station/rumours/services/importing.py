"""Checks of other stations and of any site: shown with their origin, never ours, labelling only once agreed to."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils import timezone

from linli.station.exchange import documents
from linli.station.exchange import selectors as exchange
from linli.station.exchange.documents import Review
from linli.station.exchange.fetching import PAGES, fetch
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, Forbidden, require, system
from linli.station.rumours import matching, selectors
from linli.station.rumours.models import Imported, ImportMark, ImportState
from linli.station.rumours.services.stamps import labels_changed
from linli.vocabulary import LinliError, Text

AT_ONCE = 200
KEEPS = {ImportState.DECLINED}


def imports_take(*, community_id: int) -> int:
    """Looks at what other stations handed over since last time; the number of checks that are new or changed."""
    changed = 0
    while True:
        with writing(community_id):
            mark, _ = ImportMark.objects.get_or_create(community_id=community_id)
            rows = exchange.received_after(community_id=community_id, mark=mark.mark, limit=AT_ONCE)
            for row in rows:
                changed += _taken(community_id, documents.review_of(row.document), row.origin)
                mark.mark = row.pk
            mark.save(update_fields=["mark"])
        if len(rows) < AT_ONCE:
            return changed


def page_import(*, actor: Actor, url: str) -> list[Imported]:
    """Takes the ClaimReviews of any page: unsigned, so they wait for an editor and never come by themselves again."""
    require(actor, "check.import", actor.community_id)
    page = fetch(url, types=PAGES)
    found = documents.reviews_in_page(page.text)
    if not found:
        raise LinliError(
            Text("这个网页上没有核查（ClaimReview）。", "There is no check (ClaimReview) on this page."),
            field="url",
            value=url,
        )
    origin = f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}"
    with writing(actor.community_id):
        for review in found:
            if not review.id.startswith(f"{origin}/"):
                raise LinliError(
                    Text("核查的地址不在这个网站名下。", "The check's address is not of this site."),
                    field="@id",
                    value=review.id,
                )
            _taken(actor.community_id, review, origin)
    ids = [review.id for review in found]
    return list(Imported.objects.filter(community_id=actor.community_id, object_id__in=ids))


def import_decide(*, actor: Actor, uid: str, how: str) -> Imported:
    """An editor of this station agrees to another's check (it may label here), only shows it, or declines it."""
    require(actor, "check.import", actor.community_id)
    states = {"agree": ImportState.AGREED, "show": ImportState.SHOWN, "decline": ImportState.DECLINED}
    if how not in states:
        raise LinliError(Text("没有这个选项。", "There is no such choice."), field="how", value=how)
    if actor.user_id is None:
        raise Forbidden(Text("要由本站的一位编辑决定。", "An editor of this station decides this."), field="how")
    with writing(actor.community_id):
        row = selectors.imported_by_uid(community_id=actor.community_id, uid=uid)
        if row.state == ImportState.WITHDRAWN:
            raise LinliError(Text("原站已经撤回。", "Its origin has withdrawn it."), field="check", value=uid)
        row.state, row.modified = states[how], timezone.now()
        agreed = how == "agree"
        row.agreed_by_id, row.agreed_at = (actor.user_id, row.modified) if agreed else (None, None)
        row.save()
        _changed(actor, row)
    return row


def _taken(community_id: int, review: Review, origin: str) -> bool:
    """Keeps the newest version. A new version of what was agreed to must be agreed to again."""
    known = Imported.objects.filter(community_id=community_id, object_id=review.id).first()
    if known is not None and known.version >= review.version and not _differs(known, review):
        return False
    row = known or Imported(community_id=community_id, object_id=review.id)
    row.version, row.origin, row.modified = max(review.version, row.version or 0), origin, timezone.now()
    row.agreed_by_id, row.agreed_at = None, None
    if review.withdrawn:
        row.state = ImportState.WITHDRAWN
    else:
        _fill(row, review)
        row.state = _state(community_id, row, origin)
        row.claim_id = _claim_of(community_id, review.claim)
    if not row.text:
        return False  # a withdrawal of something that was never seen
    row.save()
    _changed(system(community_id, "rumours"), row)
    return True


def _differs(known: Imported, review: Review) -> bool:
    """Sites that number no versions change a check in place."""
    unsigned = review.version == known.version == 1 and not exchange.versions(
        community_id=known.community_id, object_id=review.id
    )
    return unsigned and (known.text, known.verdict, known.summary) != (review.claim, review.verdict, review.text)


def _state(community_id: int, row: Imported, origin: str) -> str:
    if row.state in KEEPS:
        return row.state
    followed = exchange.trust_in(community_id=community_id, origin=origin) == "follow"
    return ImportState.SHOWN if followed else ImportState.NEW


def _fill(row: Imported, review: Review) -> None:
    row.publisher, row.text, row.wordings = review.publisher, review.claim, list(review.wordings)
    row.verdict, row.verdict_name, row.title = review.verdict, review.verdict_name, review.title
    row.summary, row.url, row.disputes = review.text, review.url or review.id, review.disputes
    row.checked = review.modified or review.published
    row.sources = [{"url": c.url, "name": c.name, "sha256": c.sha256} for c in review.citations]


def _claim_of(community_id: int, text: str) -> int | None:
    """The claim of ours that it is about, where that is sure."""
    for one in matching.own_checks(community_id=community_id, text=text):
        if one.sure:
            return selectors.check_by_uid(community_id=community_id, uid=one.uid).claim_id
    return None


def _changed(actor: Actor, row: Imported) -> None:
    labels_changed(row.community_id)
    record(
        community_id=row.community_id,
        kind="import.changed",
        actor=actor,
        object_type="import",
        object_id=row.uid,
        data={"version": row.version, "state": row.state},
    )
