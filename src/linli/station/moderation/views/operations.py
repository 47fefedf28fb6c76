"""Special operations: the public list and report, and the leads' page where one is drafted, announced and ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.station.desk.views.guard import staff_only
from linli.station.moderation import rulebook
from linli.station.moderation.forms_operations import KINDS, OperationForm
from linli.station.moderation.harm import MEASURES
from linli.station.moderation.models import Operation, OperationState
from linli.station.moderation.services import operations as write
from linli.station.moderation.services.policies import policy_current
from linli.station.organisations.requests import Request, in_words, put_back, told
from linli.station.people.actors import NotFound, require
from linli.vocabulary import ItemKind, LinliError, Text

Act = Callable[[Request, str], object]


@dataclass(frozen=True, slots=True)
class Line:
    """A measure with its target and the figures before and during; `met` is None while it cannot be told."""

    name: Text
    goal: float | None
    before: float | None
    during: float | None

    @property
    def met(self) -> bool | None:
        """Whether the target was reached."""
        return None if self.goal is None or self.during is None else self.during <= self.goal


@require_safe
def operations(request: Request) -> HttpResponse:
    """Every operation that was announced."""
    found = rulebook.operations_public(community_id=request.community.pk)
    return render(request, "moderation/operations/list.html", {"operations": found})


@require_safe
def operation(request: Request, uid: str) -> HttpResponse:
    """One operation: scope, rules, time, targets; once it is over, its report. A draft is its leads' alone."""
    found = rulebook.operation(community_id=request.community.pk, uid=uid)
    if found.announced_at is None:
        if not request.actor.is_staff:
            raise NotFound(Text("没有这项行动。", "There is no such operation."), field="operation", value=uid)
        require(request.actor, "policy.draft", request.community.pk)
    return render(request, "moderation/operations/one.html", _context(request, found))


def _context(request: Request, found: Operation) -> dict[str, object]:
    report = found.report
    if found.state == OperationState.RUNNING:
        report = write.report_of(found, timezone.now())
    goals = {target["measure"]: target["goal"] for target in found.targets}
    rules = {rule.id: rule for rule in policy_current(community_id=request.community.pk).rules}
    return {
        "one": found,
        "title": Text(found.title, found.title_en),
        "aim": Text(found.aim, found.aim_en),
        "kinds": [KINDS.get(ItemKind(kind), kind) for kind in found.kinds],
        "rules": [rules[id] for id in found.acting if id in rules],
        "lines": [
            Line(name, goals.get(key), report.get("before", {}).get(key), report.get("during", {}).get(key))
            for key, name in MEASURES.items()
        ],
        "measured": bool(report),
        "lead": request.actor.role >= 3,
    }


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: Request) -> HttpResponseBase:
    """The leads' list, and the form of a new one."""
    require(request.actor, "policy.draft", request.community.pk)
    policy = policy_current(community_id=request.community.pk)
    watching = [(r.id, in_words(r.explain) or r.id) for r in policy.rules if r.status == "background"]
    form = OperationForm(watching, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = write.operation_create(actor=request.actor, plan=form.plan())
        except LinliError as error:
            put_back(form, error, {"ends_at": "ends"})
        else:
            return redirect("operation", made.uid)
    context = {"operations": rulebook.operations(actor=request.actor), "form": form}
    return render(request, "moderation/operations/manage.html", context)


@staff_only
@require_POST
def act(request: Request, uid: str, what: str) -> HttpResponseBase:
    """One step of an operation; a refusal is told above the page."""
    done = _ACTS.get(what)
    if done is None:
        return HttpResponse(status=404)
    try:
        done(request, uid)
    except LinliError as error:
        messages.error(request, told(error))
    return redirect("operation", uid)


_ACTS: Mapping[str, Act] = {
    "announce": lambda request, uid: write.operation_announce(actor=request.actor, uid=uid),
    "stop": lambda request, uid: write.operation_stop(actor=request.actor, uid=uid),
    "report": lambda request, uid: write.operation_close(
        actor=request.actor, uid=uid, lessons=request.POST.get("lessons", "")
    ),
}
