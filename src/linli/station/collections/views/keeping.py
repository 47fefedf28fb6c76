"""What keepers do: collections, items by one form and one picture, showing and withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.station.collections import imports, incoming, selectors, services
from linli.station.collections.forms import CollectionForm, ImportForm, ItemForm, PictureForm, initial
from linli.station.collections.models import Item
from linli.station.collections.pictures import MOST_BYTES
from linli.station.organisations.requests import Request, put_back
from linli.station.people.actors import require
from linli.vocabulary import LinliError, Text

UNPROCESSABLE = 422


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_collection(request: Request) -> HttpResponseBase:
    """Begins a collection."""
    return _collection(request, "", None)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_collection(request: Request, uid: str) -> HttpResponseBase:
    """Other words for a collection, or opens it."""
    require(request.actor, selectors.KEEP, request.community.pk)
    found = selectors.collection(actor=request.actor, uid=uid)
    words = {name: getattr(found, name) for name in ("title", "title_en", "about", "shown")}
    return _collection(request, uid, words)


def _collection(request: Request, uid: str, words: dict[str, Any] | None) -> HttpResponseBase:
    require(request.actor, selectors.KEEP, request.community.pk)
    form = CollectionForm(request.POST or None, initial=words)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.collection_save(actor=request.actor, uid=uid, **form.cleaned_data)
            return redirect("library-collection", made.uid)
        except LinliError as error:
            put_back(form, error)
    context = {"form": form, "uid": uid}
    return render(request, "collections/words.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: Request, uid: str) -> HttpResponseBase:
    """A new item: one form, one picture."""
    require(request.actor, selectors.KEEP, request.community.pk)
    return _item(request, selectors.collection(actor=request.actor, uid=uid).uid, None)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_item(request: Request, uid: str) -> HttpResponseBase:
    """Another state of an item."""
    require(request.actor, selectors.KEEP, request.community.pk)
    found = selectors.item(actor=request.actor, uid=uid)
    return _item(request, found.collection.uid, found)


def _item(request: Request, collection_uid: str, found: Item | None) -> HttpResponseBase:
    form = ItemForm(request.POST or None, request.FILES or None, initial=initial(found) if found else None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        picture, alt = given.pop("picture"), given.pop("alt")
        try:
            made = services.item_save(
                actor=request.actor,
                collection_uid=collection_uid,
                uid=found.uid if found else "",
                values=given,
                picture=_bytes(picture),
                alt=alt,
                show="show" in request.POST,
            )
            return redirect("library-item", made.uid)
        except LinliError as error:
            put_back(form, error)
    context = {
        "form": form,
        "item": found,
        "collection": selectors.collection(actor=request.actor, uid=collection_uid),
    }
    return render(request, "collections/item_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Request, uid: str) -> HttpResponseBase:
    """Pictures of an item, and its showing or withdrawing."""
    require(request.actor, selectors.KEEP, request.community.pk)
    found = selectors.item(actor=request.actor, uid=uid)
    form = PictureForm(request.POST if "add" in request.POST else None, request.FILES or None)
    if request.method == "POST":
        try:
            if _done(request, uid, form):
                return redirect("library-act", uid)
        except LinliError as error:
            if not form.is_bound:
                raise
            put_back(form, error)
    context = {"item": found, "pictures": selectors.pictures(found), "form": form}
    return render(request, "collections/act.html", context, status=UNPROCESSABLE if form.errors else 200)


def _done(request: Request, uid: str, form: PictureForm) -> bool:
    if "add" in request.POST:
        if not form.is_valid():
            return False
        services.picture_add(
            actor=request.actor,
            item_uid=uid,
            picture=_bytes(form.cleaned_data["picture"]),
            alt=form.cleaned_data["alt"],
        )
    elif "remove" in request.POST:
        services.picture_remove(actor=request.actor, uid=request.POST["remove"][:20])
    elif "withdraw" in request.POST:
        services.item_withdraw(actor=request.actor, uid=uid)
    elif "show" in request.POST:
        services.item_show(actor=request.actor, uid=uid)
    return True


def _bytes(sent: Any) -> bytes:
    """The file as it was sent, one byte more than is taken at most: the service says that it is too large."""
    return bytes(sent.read(MOST_BYTES + 1)) if sent else b""


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Request, uid: str) -> HttpResponseBase:
    """Takes in a file, a manifest or a page of another library's records."""
    require(request.actor, selectors.KEEP, request.community.pk)
    into = selectors.collection(actor=request.actor, uid=uid)
    form, taken = ImportForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            taken = _taken(request, uid, form.cleaned_data)
        except LinliError as error:
            put_back(form, error, {"url": "manifest" if form.cleaned_data["manifest"] else "base"})
    wrong = bool(form.errors) or bool(taken and taken.faults and not taken.added + taken.changed)
    context = {"collection": into, "form": form, "taken": taken}
    return render(request, "collections/bring.html", context, status=UNPROCESSABLE if wrong else 200)


def _taken(request: Request, uid: str, given: dict[str, Any]) -> imports.Taken:
    if given["file"]:
        body = given["file"].read(incoming.MOST_BYTES + 1)
        return imports.file_import(actor=request.actor, collection_uid=uid, body=body)
    if given["manifest"]:
        return imports.manifest_import(actor=request.actor, collection_uid=uid, url=given["manifest"])
    if given["base"]:
        return imports.harvest(
            actor=request.actor,
            collection_uid=uid,
            base=given["base"],
            token=given["token"],
            set_spec=given["set_spec"],
        )
    raise LinliError(Text("请选文件，或写一个网址。", "Choose a file, or write an address."), field="file")
