"""Classes for those who teach, `/learn/join/` for those with a code, `/learn/review/` for what comes back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.learning import asking, selectors, services
from linli.station.learning.forms import CertificateForm, ClassForm, JoinForm, OwnForm
from linli.station.learning.views.lessons import CLASS, UNPROCESSABLE
from linli.station.organisations.requests import Request, put_back, told
from linli.vocabulary import LinliError


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def classes(request: Request) -> HttpResponseBase:
    """The teacher's classes, and a form for another."""
    known = selectors.lessons(community_id=request.community.pk)
    form = ClassForm(request.POST or None, lessons=list(known.values()))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.class_open(
                actor=request.actor, name=form.cleaned_data["name"], lesson_ids=form.cleaned_data["lessons"]
            )
            return redirect("learning-class", made.uid)
        except LinliError as error:
            put_back(form, error)
    mine = selectors.classes_mine(actor=request.actor)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "learning/classes.html", {"form": form, "classes": mine}, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_class(request: Request, uid: str) -> HttpResponseBase:
    """A class: its code, and what it learned. POST ends it."""
    if request.method == "POST":
        services.class_close(actor=request.actor, uid=uid)
        return redirect("learning-class", uid)
    found = selectors.class_mine(actor=request.actor, uid=uid)
    context = {
        "taught": found,
        "learned": selectors.class_learned(actor=request.actor, uid=uid),
        "fewest": selectors.FEWEST_IN_CLASS,
    }
    return render(request, "learning/class.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: Request) -> HttpResponseBase:
    """A class by its code: no name, no account. `leave` goes out again."""
    if "leave" in request.POST:
        request.session.pop(CLASS, None)
        return redirect("lessons")
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = selectors.class_by_code(community_id=request.community.pk, code=form.cleaned_data["code"])
            request.session[CLASS] = found.uid
            return redirect("learning-joined")
        except LinliError as error:
            put_back(form, error)
    return render(request, "learning/join.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD"])
def joined(request: Request) -> HttpResponseBase:
    """The lessons of the class one has joined."""
    found = selectors.class_by_uid(community_id=request.community.pk, uid=str(request.session.get(CLASS, "")))
    if found is None:
        return redirect("learning-join")
    known = selectors.lessons(community_id=request.community.pk)
    context = {"taught": found, "lessons": [known[one] for one in found.lessons if one in known]}
    return render(request, "learning/joined.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paths(request: Request) -> HttpResponseBase:
    """The paths, how far one has gone, and a certificate at the end of each."""
    form = CertificateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            code = services.certificate_issue(actor=request.actor, path_id=given["path"], name=given["name"])
            return redirect("credential", code)
        except LinliError as error:
            put_back(form, error)
    context = {
        "walked": selectors.walked(actor=request.actor),
        "form": form,
        "signed_in": request.actor.user_id is not None,
        "lesson_icon": "lesson",
    }
    return render(request, "learning/paths.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request) -> HttpResponse:
    """The questions that come back today, one at a time."""
    answered = _answer(request) if request.method == "POST" else None
    found = selectors.next_due(actor=request.actor)
    context = {
        "answered": answered,
        "asked": asking.shown([found[2]])[0] if found else None,
        "lesson": found[1] if found else None,
        "question": found[0].question if found else 0,
        "left": selectors.due(actor=request.actor).count(),
    }
    return render(request, "learning/review.html", context)


def _answer(request: Request) -> asking.Asked | None:
    lesson_id, number = request.POST.get("lesson", "")[:60], asking.chosen(request, "question", 3)
    found = selectors.lesson(community_id=request.community.pk, lesson_id=lesson_id)
    picked = asking.chosen(request, "q0", 5)
    if number is None or picked is None:
        return None
    services.review_answer(actor=request.actor, lesson_id=lesson_id, question=number, chosen=picked)
    return asking.shown([found.questions[number]], [picked], told=True)[0]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: Request) -> HttpResponseBase:
    """The community's own lessons: a file goes in as drafts, a second reader publishes."""
    form = OwnForm(request.POST if "text" in request.POST else None)
    if request.method == "POST":
        try:
            if form.is_bound and form.is_valid():
                services.lessons_import(actor=request.actor, text=form.cleaned_data["text"])
                return redirect("learning-own")
            if not form.is_bound:
                act = services.lesson_retire if "retire" in request.POST else services.lesson_publish
                act(actor=request.actor, uid=request.POST.get("uid", "")[:20])
                return redirect("learning-own")
        except LinliError as error:
            if not form.is_bound:
                raise
            form.add_error("text", f"{error.field}：{told(error)}")
    found = selectors.own_lessons(actor=request.actor)
    context = {"form": form, "own": [(one, selectors.document_of(one)) for one in found], "me": request.actor.user_id}
    return render(request, "learning/own.html", context, status=UNPROCESSABLE if form.errors else 200)
