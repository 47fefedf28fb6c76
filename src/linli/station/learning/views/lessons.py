"""`/learn/`: the lessons. No sign-in, no script; what was answered stays in the session until the lesson ends."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linli.station.learning import asking, selectors, services
from linli.station.learning.asking import AFTER, BEFORE, DONE, FIRST_CARD, Progress
from linli.station.learning.documents import AUDIENCES, CARDS, Lesson, law_questions
from linli.station.organisations.requests import Request

UNPROCESSABLE = 422
CLASS = "learn_class"
PER_SET = 6
NAMES = {
    "child": gettext_lazy("孩子"),
    "parent": gettext_lazy("家长"),
    "teacher": gettext_lazy("老师"),
    "elder": gettext_lazy("长辈"),
}


@never_cache
@require_GET
def lessons(request: Request) -> HttpResponse:
    """Every lesson, for those it was written for; and the doors to law, review and classes."""
    who = request.GET.get("for", "")
    found = sorted(selectors.lessons(community_id=request.community.pk).values(), key=_place)
    context = {
        "lessons": [one for one in found if not who or one.audience == who],
        "who": who if who in AUDIENCES else "",
        "audiences": [(name, NAMES[name], sum(one.audience == name for one in found)) for name in AUDIENCES],
        "total": len(found),
        "finished": selectors.finished_by(actor=request.actor),
        "due": selectors.due(actor=request.actor).count() if request.actor.user_id else 0,
        "joined": _joined(request),
    }
    return render(request, "learning/lessons.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: Request, lesson_id: str) -> HttpResponseBase:
    """What the lesson is about and what it rests on; the button begins it (anew)."""
    found = selectors.lesson(community_id=request.community.pk, lesson_id=lesson_id)
    progress = Progress(request, found)
    if request.method == "POST":
        progress.forget()
        return redirect("lesson-step", lesson_id, BEFORE)
    context = {
        "lesson": found,
        "reached": progress.reached,
        "begun": "before" in progress.state,
        "joined": _joined(request),
    }
    return render(request, "learning/lesson.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, lesson_id: str, step: int) -> HttpResponseBase:
    """One step: the questions, a card, the questions again, the end."""
    found = selectors.lesson(community_id=request.community.pk, lesson_id=lesson_id)
    progress = Progress(request, found)
    if not BEFORE <= step <= progress.reached:
        return redirect("lesson-step", lesson_id, progress.reached)
    if step == BEFORE:
        return _before(request, found, progress)
    if step < AFTER:
        return _card(request, found, progress, step)
    return _after(request, found, progress) if step == AFTER else _done(request, found, progress)


def _before(request: Request, found: Lesson, progress: Progress) -> HttpResponseBase:
    if request.method != "POST":
        return _questions(request, found, BEFORE, asking.shown(found.questions))
    given = asking.answers(request, found.questions)
    if "skip" in request.POST:
        progress.keep(before=None)
    elif None in given:
        asked = asking.shown(found.questions, given, missing=True)
        return _questions(request, found, BEFORE, asked, status=UNPROCESSABLE)
    else:
        progress.keep(before=sum(services.known(found, given)))
    return redirect("lesson-step", found.id, FIRST_CARD)


def _card(request: Request, found: Lesson, progress: Progress, step: int) -> HttpResponseBase:
    number = step - FIRST_CARD
    card, made = found.cards[number], progress.cards
    if request.method == "POST":
        picked = asking.chosen(request, "choice", len(card.choices))
        if picked is not None:
            progress.keep(cards=[*made[:number], picked, *made[number + 1 :]])
            return redirect("lesson-step", found.id, step)
    before = made[number] if number < len(made) else None
    texts = [one.text for one in card.choices]
    context = {
        "lesson": found,
        "card": card,
        "number": number + 1,
        "cards": CARDS,
        "step": step,
        "next": step + 1,
        "options": asking.options("choice", texts, card.order, before),
        "made": card.choices[before] if before is not None else None,
        "missing": request.method == "POST",
    }
    return render(request, "learning/card.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _after(request: Request, found: Lesson, progress: Progress) -> HttpResponseBase:
    if request.method != "POST":
        return _questions(request, found, AFTER, asking.shown(found.questions))
    given = asking.answers(request, found.questions)
    if None in given:
        asked = asking.shown(found.questions, given, missing=True)
        return _questions(request, found, AFTER, asked, status=UNPROCESSABLE)
    if not progress.state.get("done"):
        services.lesson_finish(
            actor=request.actor,
            lesson_id=found.id,
            before=progress.state.get("before"),
            answers=services.known(found, given),
            class_uid=str(request.session.get(CLASS, "")),
        )
        progress.keep(done=True, after=given)
    return redirect("lesson-step", found.id, DONE)


def _done(request: Request, found: Lesson, progress: Progress) -> HttpResponse:
    given = list(progress.state.get("after", []))
    rest = [
        one
        for one in selectors.lessons(community_id=request.community.pk).values()
        if one.audience == found.audience and one.id != found.id
    ]
    context = {
        "lesson": found,
        "asked": asking.shown(found.questions, given, told=True),
        "picture": asking.picture(progress.state.get("before"), sum(services.known(found, given))),
        "next": rest[sum(map(ord, found.id)) % len(rest)] if rest else None,
        "signed_in": request.actor.user_id is not None,
    }
    return render(request, "learning/done.html", context)


def _questions(
    request: Request, found: Lesson, step: int, asked: list[asking.Asked], *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "lesson": found,
        "asked": asked,
        "first": step == BEFORE,
        "step": step,
        "last": DONE - 1,
    }
    return render(request, "learning/questions.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def law(request: Request, number: int = 1) -> HttpResponse:
    """Six questions on the law, each with its article. Nothing is stored."""
    bank = law_questions()
    sets = -(-len(bank) // PER_SET)
    number = min(max(number, 1), sets)
    questions = bank[(number - 1) * PER_SET : number * PER_SET]
    given = asking.answers(request, questions) if request.method == "POST" else []
    told = bool(given) and None not in given
    context = {
        "asked": asking.shown(questions, given, told=told, missing=bool(given)),
        "told": told,
        "right": sum(a == one.right for a, one in zip(given, questions, strict=True)) if told else 0,
        "of": len(questions),
        "number": number,
        "sets": range(1, sets + 1),
    }
    return render(request, "learning/law.html", context, status=UNPROCESSABLE if given and not told else 200)


@require_GET
def results(request: Request) -> HttpResponse:
    """What was learned, lesson by lesson, for anyone."""
    found = selectors.learned(community_id=request.community.pk)
    context = {"learned": found, "fewest": selectors.FEWEST_IN_PUBLIC, "finished": sum(one.finished for one in found)}
    return render(request, "learning/results.html", context)


def _place(one: Lesson) -> tuple[int, tuple[int, ...]]:
    return AUDIENCES.index(one.audience), one.ages


def _joined(request: Request) -> Any:
    uid = str(request.session.get(CLASS, ""))
    return selectors.class_by_uid(community_id=request.community.pk, uid=uid) if uid else None
