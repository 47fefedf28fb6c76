"""Writing: a post, a reply, and taking one's words back."""

from __future__ import annotations

from urllib.parse import quote

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from forum import agreement, selectors, services
from forum.english import in_language
from forum.middleware import language
from forum.models import Entry, Kind, Neighbour, State
from forum.places import BOARD, BOARDS
from forum.views.shared import Form, show, signed_in, words

EDITABLE = [Kind.POST, Kind.COMMENT, Kind.LIVE]


class PostForm(Form):
    board = forms.ChoiceField(label="发到", choices=[(board.slug, board.zh) for board in BOARDS])
    title = forms.CharField(label="标题", max_length=60)
    text = words(7, 3000, "正文")


class ReplyForm(Form):
    text = words(3, 1000, "写评论")
    reply_to = forms.IntegerField(required=False, widget=forms.HiddenInput)


class EditForm(Form):
    title = forms.CharField(label="标题", max_length=60)
    text = words(7, 3000, "正文")


@signed_in
def new(request: HttpRequest, me: Neighbour) -> HttpResponse:
    """Write a post."""
    if agreement.waiting(me) is not None and request.method != "POST":
        return redirect(f"/agree/?next={quote(request.get_full_path())}")
    wanted = request.GET.get("board", "")
    form = PostForm(request, board=wanted if wanted in BOARD else BOARDS[0].slug)
    if request.method == "POST" and agreement.waiting(me) is not None:
        form.add_error("text", in_language("请先看过并同意公约，您写的还在。", language(request)))
    if request.method == "POST" and form.is_valid():
        entry = services.post(me, **form.cleaned_data)
        return redirect("thread", pk=entry.pk)
    return show(request, "new", form=form, status=200 if request.method == "GET" else 400)


@require_POST
@signed_in
def reply(request: HttpRequest, me: Neighbour, pk: int) -> HttpResponse:
    """Reply to a post or to one of its replies."""
    seen = selectors.readable(me).exclude(state__in=[State.REMOVED])
    post = get_object_or_404(seen, pk=pk, thread=None)
    if agreement.waiting(me) is not None:
        return redirect(f"/agree/?next=/p/{pk}/")
    form = ReplyForm(request)
    if not form.is_valid():
        return redirect("thread", pk=pk)
    to = seen.filter(pk=form.cleaned_data["reply_to"] or 0, thread=post).first()
    entry = services.reply(me, post, form.cleaned_data["text"], to)
    return redirect(f"/p/{post.pk}/#e{entry.pk}")


@signed_in
def edit(request: HttpRequest, me: Neighbour, pk: int) -> HttpResponse:
    """Put one's own words right, in whatever state they are."""
    mine = Entry.objects.filter(author=me, kind__in=EDITABLE).exclude(state=State.WITHDRAWN)
    entry = get_object_or_404(mine, pk=pk)
    form = EditForm(request, text=entry.text, title=entry.title)
    if not entry.title:
        del form.fields["title"]
    if request.method == "POST" and form.is_valid():
        services.edit(entry, **form.cleaned_data)
        return redirect(f"/p/{entry.root.pk}/#e{entry.pk}")
    return show(request, "edit", form=form, entry=entry, status=200 if request.method == "GET" else 400)


@require_POST
@signed_in
def withdraw(_request: HttpRequest, me: Neighbour, pk: int) -> HttpResponse:
    """Take one's own words back."""
    entry = get_object_or_404(Entry, pk=pk, author=me)
    services.withdraw(entry)
    return redirect(f"/p/{entry.thread.pk}/" if entry.thread else "/")
