"""One case: looking, taking, answering with a preview, putting aside, taking back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.station.desk import board, kinds, rules, selectors, services
from linli.station.desk.forms import AnswerForm, AssignForm, BackForm, HoldForm, MessageForm, NoteForm, starters
from linli.station.desk.models import OPEN_STATES, Case, Proposal
from linli.station.desk.services.preview import answer_preview
from linli.station.desk.views.guard import staff_only
from linli.station.organisations.requests import Request, in_words, put_back, told
from linli.station.organisations.selectors import staff_of
from linli.station.people.actors import NotFound, may
from linli.vocabulary import LinliError, Text

UNPROCESSABLE, CONFLICT = 422, 409
MORNING = time(8, 30)


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: Request, number: int) -> HttpResponseBase:
    """`/desk/<number>/`: the case; a POST previews the answer, and with `confirm` gives it."""
    found = _case(request, number)
    if isinstance(found, HttpResponseBase):
        return found
    if request.method != "POST":
        return render(request, "desk/case.html", _page(request, found))
    form = _form(request, found, bound=True)
    if "edit" in request.POST:
        form.is_valid()
        return render(request, "desk/case.html", _page(request, found, form=form))
    if not form.is_valid():
        return render(request, "desk/case.html", _page(request, found, form=form), status=UNPROCESSABLE)
    return _answer(request, found, form) if "confirm" in request.POST else _preview(request, found, form)


@never_cache
@staff_only
@require_POST
def act(request: Request, number: int, what: str) -> HttpResponseBase:
    """Taking, giving back, putting aside, asking one who sent, taking an answer back."""
    found = _case(request, number)
    if isinstance(found, HttpResponseBase):
        return found
    try:
        return ACTS[what](request, number)
    except NotFound:
        raise
    except LinliError as error:
        return _act_refused(request, found, what, error)


def _case(request: Request, number: int) -> Case | HttpResponseBase:
    """The case, or the page that says why this person does not see it."""
    try:
        return selectors.case_for(actor=request.actor, number=number)
    except NotFound:
        refused = selectors.refusal(actor=request.actor, number=number)
        if refused is None:
            raise
        kept: dict[str, Any] = {"number": number, "why": told(refused), "reason": request.POST.get("reason", "")}
        kept["barred"] = refused.field == "part"
        return render(request, "desk/refused.html", kept, status=403)


def _form(request: Request, found: Case, *, bound: bool = False) -> AnswerForm:
    panel = kinds.kind(found.kind).panel(request.actor, rules.facts(found))
    return AnswerForm(kinds.kind(found.kind), panel, request.POST if bound else None, found.version)


def _preview(request: Request, found: Case, form: AnswerForm) -> HttpResponseBase:
    try:
        preview = answer_preview(
            actor=request.actor,
            number=found.number,
            version=form.cleaned_data["version"],
            choice=form.choice,
            reason=form.cleaned_data["reason"],
            values=form.values,
        )
    except LinliError as error:
        return _not_taken(request, found, form, error)
    card = next(c for c in form.cards if c.value == form.cleaned_data["answer"])
    context = {**_page(request, found, form=form), "preview": preview, "card": card, "given": _given(form)}
    return render(request, "desk/preview.html", context)


def _answer(request: Request, found: Case, form: AnswerForm) -> HttpResponseBase:
    try:
        given = services.case_answer(
            actor=request.actor,
            number=found.number,
            version=form.cleaned_data["version"],
            choice=form.choice,
            reason=form.cleaned_data["reason"],
            values=form.values,
        )
    except LinliError as error:
        return _not_taken(request, found, form, error)
    words = (
        gettext("案件 %(number)d 已提议，等另一位同事确认。")
        if isinstance(given, Proposal)
        else gettext("案件 %(number)d 已答复。")
    )
    messages.success(request, words % {"number": found.number})
    return redirect("desk-next", found.number)


def _not_taken(request: Request, found: Case, form: AnswerForm, error: LinliError) -> HttpResponseBase:
    """The same page with what was typed."""
    if isinstance(error, services.Conflict):
        return _changed(request, found, form, error)
    put_back(form, error)
    return render(request, "desk/case.html", _page(request, found, form=form), status=UNPROCESSABLE)


def _changed(request: Request, found: Case, form: AnswerForm, error: services.Conflict) -> HttpResponseBase:
    """The case as it is now with what was typed, or who has it now; a second sending answers what is shown now."""
    try:
        now = selectors.case_for(actor=request.actor, number=found.number)
    except NotFound:
        kept = {"number": found.number, "why": told(error), "reason": form.data.get("reason", "")}
        return render(request, "desk/refused.html", kept, status=CONFLICT)
    typed = request.POST.copy()
    typed["version"] = str(now.version)
    fresh = AnswerForm(form.kind, form.panel, typed)
    fresh.is_valid()
    put_back(fresh, error)
    context = _page(request, now, form=fresh, meanwhile=in_words(error.problem))
    return render(request, "desk/case.html", context, status=CONFLICT)


def _act_refused(request: Request, found: Case, what: str, error: LinliError) -> HttpResponseBase:
    """What was typed stays; an act without words says what happened and shows the case as it is now."""
    if what not in WORDS or isinstance(error, services.Conflict):
        messages.error(request, told(error))
        return redirect("desk-case", found.number)
    name, make = WORDS[what]
    form = make(request.POST, auto_id=f"{name}_%s")
    form.is_valid()
    if not form.errors:
        put_back(form, error)
    context = {**_page(request, found), name: form, "bad": form}
    return render(request, "desk/case.html", context, status=UNPROCESSABLE)


def _given(form: AnswerForm) -> list[tuple[str, str]]:
    """What the confirming button sends again."""
    data = form.cleaned_data
    names = ["answer", "reason", "version", *form.extra]
    return [(name, str(data.get(name) if data.get(name) is not None else "")) for name in names]


def _page(request: Request, found: Case, *, form: AnswerForm | None = None, **more: Any) -> dict[str, Any]:
    actor = request.actor
    given = form or _form(request, found)
    answers = list(selectors.answers_to(actor=actor, case=found))
    current = next((a for a in answers if a.reversed_at is None), None)
    return {
        "case": found,
        "line": board.lines([found], actor)[0],
        "kind": given.kind,
        "panel": given.panel,
        **given.panel.context,
        "form": given,
        "starters": starters(given.panel),
        "sent": selectors.sent_to(actor=actor, case=found),
        "answers": [(a, given.kind.choice(a.choice).name) for a in answers],
        "answer": current,
        "open": found.state in OPEN_STATES,
        "mine": found.taken_by_id == actor.user_id and found.state in OPEN_STATES,
        "may_release": found.state == "taken"
        and (found.taken_by_id == actor.user_id or may(actor, "case.assign", actor.community_id)),
        "may_reverse": current is not None
        and (current.by_id == actor.user_id or may(actor, "case.reverse", actor.community_id)),
        "assign": _assign_form(request, found) if _may_assign(request, found) else None,
        "hold": HoldForm(auto_id="hold_%s"),
        "note": NoteForm(auto_id="note_%s"),
        "notes": selectors.notes_on(case=found),
        "proposal": _proposal(found, given.kind),
        "rest": board.rest(actor=actor),
        **_danger(found),
        "back": BackForm(auto_id="back_%s"),
        "ask": MessageForm(auto_id="ask_%s"),
        **more,
    }


def _may_assign(request: Request, found: Case) -> bool:
    actor = request.actor
    return found.taken_by_id == actor.user_id or may(actor, "case.assign", actor.community_id)


def _proposal(found: Case, kind: kinds.Kind) -> dict[str, object] | None:
    asked = selectors.proposal_on(case=found)
    if asked is None:
        return None
    choice = kind.choice(asked.choice)
    values = [(f.label, dict(f.choices).get(v, Text(v, v))) for f in choice.fields if (v := asked.values.get(f.name))]
    return {"one": asked, "name": choice.name, "values": values}


def _danger(found: Case) -> dict[str, object]:
    """The plan and its steps, on a case where a life or a child may be in danger."""
    if not found.danger:
        return {}
    done = list(selectors.danger_steps(case=found))
    plan = selectors.danger_plan(community_id=found.community_id)
    names = {one.step for one in done}
    left = [step for step in plan.steps if step not in names] if plan else []
    return {"plan": plan, "steps_done": done, "steps_left": left}


def _colleagues(request: Request, found: Case) -> dict[str, str]:
    """The names, by id, of the staff who may handle the case: not who has it, nor anybody with a part in it."""
    barred = rules.excluded(found) | {found.taken_by_id}
    staff = staff_of(community_id=request.community.pk, least=kinds.kind(found.kind).handler).select_related("user")
    return {str(m.user_id): f"{m.user}（{m.get_role_display()}）" for m in staff if m.user_id not in barred}


def _assign_form(request: Request, found: Case) -> AssignForm:
    return AssignForm(
        list(_colleagues(request, found).items()),
        request.POST if "person" in request.POST else None,
        auto_id="assign_%s",
    )


def _assign(request: Request, number: int) -> HttpResponseBase:
    found = selectors.case_for(actor=request.actor, number=number)
    chosen, colleagues = request.POST.get("person", ""), _colleagues(request, found)
    if chosen not in colleagues:
        raise LinliError(Text("请选一位能处理这个案件的同事。", "Choose a colleague who may handle this case."))
    note = request.POST.get("note", "")
    services.case_assign(actor=request.actor, number=number, user_id=int(chosen), note=note)
    messages.success(
        request, gettext("案件 %(number)d 已交给 %(who)s。") % {"number": number, "who": colleagues[chosen]}
    )
    return redirect("desk")


def _take(request: Request, number: int) -> HttpResponseBase:
    services.case_take(actor=request.actor, number=number)
    return redirect("desk-case", number)


def _release(request: Request, number: int) -> HttpResponseBase:
    services.case_release(actor=request.actor, number=number)
    messages.success(request, gettext("案件 %(number)d 已交回队列。") % {"number": number})
    return redirect("desk")


def _hold(request: Request, number: int) -> HttpResponseBase:
    form = HoldForm(request.POST)
    form.is_valid()
    if "until" in form.errors:
        raise LinliError(Text("请写一个日期。", "Write a date."), field="until")
    day = form.cleaned_data.get("until")
    until = timezone.make_aware(datetime.combine(day, MORNING)) if day else None
    services.case_hold(actor=request.actor, number=number, reason=request.POST.get("reason", ""), until=until)
    messages.success(request, gettext("案件 %(number)d 已搁置，承诺的时间不变。") % {"number": number})
    return redirect("desk-next", number)


def _ask(request: Request, number: int) -> HttpResponseBase:
    services.message_from_desk(
        actor=request.actor,
        number=number,
        submission_uid=request.POST.get("to", ""),
        text=request.POST.get("text", ""),
    )
    messages.success(request, gettext("已发出，对方凭编号能看到并回复。"))
    return redirect("desk-case", number)


def _reverse(request: Request, number: int) -> HttpResponseBase:
    services.case_reverse(actor=request.actor, number=number, reason=request.POST.get("reason", ""))
    messages.success(request, gettext("答复已撤回，它的影响都已消除；案件重新打开。"))
    return redirect("desk-case", number)


def _note(request: Request, number: int) -> HttpResponseBase:
    services.note_write(actor=request.actor, number=number, text=request.POST.get("text", ""))
    return redirect("desk-case", number)


def _step(request: Request, number: int) -> HttpResponseBase:
    step, skipped = request.POST.get("step", ""), request.POST.get("skipped", "")
    services.danger_step_do(actor=request.actor, number=number, step=step, skipped=skipped)
    return redirect("desk-case", number)


def _calm(request: Request, number: int) -> HttpResponseBase:
    services.danger_end(actor=request.actor, number=number, reason=request.POST.get("reason", ""))
    messages.success(request, gettext("已记下：经核实没有危险，案件回到它的次序。"))
    return redirect("desk-case", number)


def _confirm(request: Request, number: int) -> HttpResponseBase:
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0
    services.proposal_confirm(actor=request.actor, number=number, version=seen)
    messages.success(request, gettext("案件 %(number)d 由两个人确认，已答复。") % {"number": number})
    return redirect("desk-next", number)


def _back(request: Request, number: int) -> HttpResponseBase:
    services.proposal_return(actor=request.actor, number=number, reason=request.POST.get("reason", ""))
    messages.success(request, gettext("已退回，提议的同事会看到理由；您可以另行处理。"))
    return redirect("desk-case", number)


WORDS: dict[str, tuple[str, type[HoldForm] | type[BackForm] | type[MessageForm] | type[NoteForm]]] = {
    "hold": ("hold", HoldForm),
    "ask": ("ask", MessageForm),
    "note": ("note", NoteForm),
    "reverse": ("back", BackForm),
}
ACTS: dict[str, Callable[[Request, int], HttpResponseBase]] = {
    "take": _take,
    "release": _release,
    "hold": _hold,
    "ask": _ask,
    "reverse": _reverse,
    "assign": _assign,
    "note": _note,
    "step": _step,
    "calm": _calm,
    "confirm": _confirm,
    "return": _back,
}
