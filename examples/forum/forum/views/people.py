"""People: signing in, a person's page, private messages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from forum import minors, selectors, services, shield
from forum.english import in_language
from forum.middleware import language, who
from forum.models import Entry, Kind, Neighbour
from forum.views.shared import Form, local, show, signed_in, words


class NameForm(Form):
    name = forms.CharField(label="给自己取个昵称", min_length=2, max_length=16)


class AboutForm(Form):
    text = words(3, 300, "写几句自我介绍")


class MessageForm(Form):
    text = words(2, 1000, "写私信")


def sign_in(request: HttpRequest) -> HttpResponse:
    """Pick one of the fictional neighbours or take a nickname that is free. No password: this is a demonstration."""
    after = local(request, request.GET.get("next") or "/", "/")
    form = NameForm(request)
    if request.method == "POST":
        picked = request.POST.get("pick", "")
        person = Neighbour.objects.filter(sample=True, pk=int(picked)).first() if picked.isdigit() else _new(form)
        if person is not None:
            request.session["neighbour"] = person.pk
            return redirect(after)
        if form.is_valid():
            form.add_error("name", in_language("这个昵称已经有人用了，换一个吧。", language(request)))
    people = Neighbour.objects.filter(sample=True).order_by("pk")
    return show(request, "sign_in", people=people, form=form, after=after)


def _new(form: NameForm) -> Neighbour | None:
    if not form.is_valid():
        return None
    person, created = Neighbour.objects.get_or_create(name=form.cleaned_data["name"])
    return person if created else None


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget who was signed in."""
    request.session.flush()
    return redirect("home")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Chinese or English, kept in a cookie for a year."""
    response = redirect(local(request, request.POST.get("next", "/"), "/"))
    chosen = "en" if request.POST.get("language") == "en" else "zh"
    response.set_cookie("forum_language", chosen, max_age=31_536_000, httponly=True, samesite="Lax")
    return response


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's page; one's own can be changed here."""
    found, me = get_object_or_404(Neighbour, pk=pk), who(request)
    about = selectors.profile(found, me)
    form = AboutForm(request, text=about.text if about else "") if found == me else None
    if me is not None and form is not None and request.method == "POST" and form.is_valid():
        services.describe(me, form.cleaned_data["text"])
        return redirect("person", pk=pk)
    posts = selectors.listed(me).filter(author=found)[:20]
    return show(request, "person", person=found, about=about, form=form, posts=posts)


@signed_in
def messages(request: HttpRequest, me: Neighbour) -> HttpResponse:
    """Everybody one has exchanged messages with, the latest first; and whom one could write to."""
    mine = Entry.objects.filter(Q(author=me) | Q(recipient=me), kind=Kind.MESSAGE).order_by("-created")
    talks: dict[int, dict[str, Any]] = {}
    for entry in mine.select_related("author", "recipient")[:300]:
        other = entry.recipient if entry.author == me else entry.author
        if other is not None:
            talks.setdefault(other.pk, {"other": other, "last": entry})
    others = Neighbour.objects.exclude(pk=me.pk).exclude(pk__in=talks).order_by("pk")[:12]
    return show(request, "messages", talks=list(talks.values()), others=others)


@signed_in
def conversation(request: HttpRequest, me: Neighbour, pk: int) -> HttpResponse:
    """Two people's messages. Nothing here is sent to the station unless one of them reports it."""
    other = get_object_or_404(Neighbour.objects.exclude(pk=me.pk), pk=pk)
    form = MessageForm(request)
    if request.method == "POST" and not _takes(other, me):
        form.add_error("text", in_language("对方现在不接收这样的私信。", language(request)))
    if request.method == "POST" and form.is_valid():
        services.message(me, other, form.cleaned_data["text"])
        return redirect("conversation", pk=pk)
    return show(request, "conversation", other=other, entries=selectors.conversation(me, other), form=form)


def _takes(other: Neighbour, me: Neighbour) -> bool:
    """Neither a shield nor a child's plan stands between the two."""
    near = shield.degree(other, me)
    plans = bool(me.child or other.child)
    return shield.takes_message(other, me) and (not plans or minors.may_message(me, other, near))
