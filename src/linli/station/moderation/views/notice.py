"""`/n/<code>/`: what was decided and why, for whoever holds the notice; and the appeal from it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.station.desk import selectors as desk
from linli.station.desk.kinds import kind
from linli.station.desk.promise import promised_at
from linli.station.learning.documents import Lesson
from linli.station.learning.selectors import lesson_for
from linli.station.moderation import selectors, services
from linli.station.moderation.forms import AppealForm
from linli.station.moderation.models import Decision, StatementOfReasons
from linli.station.moderation.selectors import NO_APPEAL, NoticePage
from linli.station.moderation.services.statements import MEANS
from linli.station.notifications import selectors as notices
from linli.station.notifications import services as telling
from linli.station.organisations.requests import Request, in_words, put_back
from linli.station.people.actors import NotFound
from linli.vocabulary import Action, LinliError, Text

UNPROCESSABLE = 422
PUBLIC_FIELDS = (
    "decision_visibility",
    "decision_account",
    "decision_ground",
    "clause",
    "clause_title",
    "clause_title_en",
    "decision_facts",
    "decision_facts_en",
    "spans",
    "source_type",
    "automated_detection",
    "automated_decision",
    "content_type",
    "content_language",
    "content_date",
    "application_date",
    "end_date",
)


@never_cache
@require_safe
def notice(request: Request, code: str) -> HttpResponse:
    """The notice with its statement of reasons in plain words."""
    page = selectors.notice_page(community_id=request.community.pk, code=code)
    found = notices.notice_by_code(community_id=request.community.pk, code=code)
    telling.notice_read(notice=found)
    if page.decision is None:
        receipt = desk.receipt_code(community_id=request.community.pk, uid=found.object_id)
        return render(request, "moderation/told.html", {"page": page, "receipt": receipt})
    return render(request, "moderation/notice.html", _page(page))


@never_cache
@require_safe
def statement(request: Request, code: str) -> HttpResponse:
    """The statement of reasons for machines, with the fields of the Digital Services Act."""
    page = selectors.notice_page(community_id=request.community.pk, code=code)
    if page.statement is None or page.decision is None:
        raise NotFound(Text("这条告知没有理由说明。", "This notice has no statement of reasons."))
    shown = statement_json(page.statement)
    return JsonResponse(
        {**shown, "action": page.decision.action, "categories": page.decision.categories, "in_force": page.in_force},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: Request, code: str) -> HttpResponseBase:
    """One page to appeal; afterwards the receipt."""
    page = selectors.notice_page(community_id=request.community.pk, code=code)
    if page.decision is None:
        raise NotFound(Text("这条告知没有可申诉的处置。", "This notice has no decision to appeal."))
    if not page.can_appeal:
        return redirect("notice", code)
    if request.method != "POST":
        return render(request, "moderation/appeal.html", {**_page(page), "form": AppealForm()})
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            receipt = services.appeal_create(
                actor=request.actor,
                code=code,
                text=form.cleaned_data["text"],
                source=str(request.META.get("REMOTE_ADDR", "")),
            )
            return redirect("receipt", receipt.code)
        except LinliError as error:
            put_back(form, error)
    return render(request, "moderation/appeal.html", {**_page(page), "form": form}, status=UNPROCESSABLE)


def statement_json(found: StatementOfReasons) -> dict[str, Any]:
    """A statement of reasons as JSON; nothing in it tells whose words they were."""
    return {"puid": str(found.puid), **{name: getattr(found, name) for name in PUBLIC_FIELDS}}


def _page(page: NoticePage) -> dict[str, Any]:
    decision = page.decision
    if decision is None:
        return {"page": page}
    action = Action(decision.action)
    text = decision.snapshot.get("text", "")
    return {
        "page": page,
        "decision": decision,
        "statement": page.statement,
        "means": in_words(MEANS[action]),
        "text": text,
        "spans": [span for reason in decision.reasons for span in reason.get("spans", [])],
        "why_not": in_words(NO_APPEAL[page.appeal]) if page.appeal in NO_APPEAL else "",
        "pending": _pending(page),
        "appeal_by": promised_at(timezone.now(), kind("appeal").promise_days),
        "needs_help": action == Action.HELP or "self-harm" in decision.categories,
        "mild": action in (Action.HELP, Action.NUDGE),
        "lesson": _lesson(decision),
        "may_mend": selectors.may_mend(decision),
        "where": _where(decision),
        "mending": selectors.revision_pending(item=decision.item) if decision.item else None,
    }


def _where(decision: Decision) -> str:
    """The address of the item at its client; nothing that a browser would do more with than open it."""
    url = decision.item.url if decision.item else ""
    return url if url.startswith(("https://", "http://")) else ""


def _lesson(decision: Decision) -> Lesson | None:
    """The lesson that the decision offers, for the first of its harms that has one."""
    found = (lesson_for(community_id=decision.community_id, category=one) for one in decision.categories)
    return next((one for one in found if one is not None), None)


def _pending(page: NoticePage) -> object:
    """When an appeal under way is promised to be answered, None where there is none."""
    if page.appeal != "pending" or page.decision is None:
        return None
    case = desk.case_of(
        community_id=page.decision.community_id,
        subject_type="decision",
        subject_id=page.decision.uid,
        kind="appeal",
    )
    return case.promised_at if case else None
