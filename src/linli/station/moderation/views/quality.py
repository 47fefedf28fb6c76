"""`/desk/quality/`: judging blind, one thing after another; and for leads, what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.desk.views.guard import staff_only
from linli.station.moderation import selectors_quality as selectors
from linli.station.moderation.services import quality as services
from linli.station.organisations.requests import Request, as_label, put_back
from linli.station.people.actors import may, require
from linli.vocabulary import CATEGORY_NAMES, LinliError

UNPROCESSABLE = 422


class GoldenForm(forms.Form):
    """A text whose verdict is beyond doubt."""

    text = forms.CharField(
        label=gettext_lazy("内容"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("自己编的，不要用真实的人写的话。"),
    )
    truth = forms.ChoiceField(label=gettext_lazy("正确的判断"))
    why = forms.CharField(label=gettext_lazy("为什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["truth"]
        if isinstance(field, forms.ChoiceField):
            field.choices = _verdicts()


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: Request) -> HttpResponseBase:
    """The next thing to judge; where it comes from is not told."""
    if request.method == "POST":
        return _judged(request)
    waiting = selectors.to_judge(actor=request.actor).order_by("?")
    context = {
        "check": waiting.first(),
        "waiting": waiting.count(),
        "verdicts": _verdicts(),
        "own": selectors.own(actor=request.actor),
        "leads": may(request.actor, "quality.manage", request.community.pk),
    }
    return render(request, "moderation/quality/judge.html", context)


@never_cache
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request) -> HttpResponseBase:
    """Agreement, drift, what is missed; golden texts are added here."""
    require(request.actor, "quality.manage", request.community.pk)
    form = GoldenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.golden_add(actor=request.actor, **form.cleaned_data)
            messages.success(request, gettext("标准题已加入，会混在校准里。"))
            return redirect("quality-report")
        except LinliError as error:
            put_back(form, error)
    context = {
        "quality": selectors.quality(actor=request.actor),
        "reviewers": selectors.reviewers(actor=request.actor),
        "form": form,
    }
    return render(request, "moderation/quality/report.html", context, status=UNPROCESSABLE if form.errors else 200)


def _judged(request: Request) -> HttpResponseBase:
    try:
        given = services.check_judge(
            actor=request.actor, uid=request.POST.get("check", "")[:20], said=request.POST.get("said", "")
        )
    except LinliError as error:
        messages.error(request, str(error.problem.zh))
        return redirect("quality")
    check = given.check_of
    if check.truth and given.said != check.truth:
        messages.info(request, gettext("这是一道标准题，参考判断不同：%(why)s") % {"why": check.why})
    else:
        messages.success(request, gettext("记下了。"))
    return redirect("quality")


def _verdicts() -> list[tuple[str, str]]:
    names = [(category.value, as_label(name)) for category, name in CATEGORY_NAMES.items()]
    return [("none", gettext("没有问题")), *names]
