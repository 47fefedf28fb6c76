"""Keeping collections: making them, adding items and pictures, showing and withdrawing. Every change is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from linli.station.collections import index, selectors
from linli.station.collections.fields import FIELDS, checked
from linli.station.collections.models import Collection, Item, Picture
from linli.station.collections.pictures import Drawn, kept, where
from linli.station.collections.terms import stored
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, require
from linli.vocabulary import LinliError, Text

MOST_PICTURES = 200
LONGEST_ALT, LONGEST_LONG = 500, 4000
SEARCHED = tuple(name for name in FIELDS if name not in {"title", "title_en", "origin", "language"})


def collection_save(
    *, actor: Actor, title: str, about: str, title_en: str = "", uid: str = "", shown: bool = False
) -> Collection:
    """A new collection, or with `uid` new words for one. Once shown it stays so; its items can be withdrawn."""
    require(actor, selectors.KEEP, actor.community_id)
    for name, value, longest in (("title", title, 80), ("about", about, 2000)):
        if not 0 < len(value.strip()) <= longest:
            raise LinliError(
                Text(f"应是 1 到 {longest} 个字。", f"It takes 1 to {longest} characters."),
                field=name,
                value=value,
            )
    with writing(actor.community_id):
        found = selectors.collection(actor=actor, uid=uid) if uid else Collection(community_id=actor.community_id)
        found.title, found.title_en, found.about = title.strip(), title_en.strip()[:120], about.strip()
        opened = shown and not found.shown
        found.shown = found.shown or shown
        found.save()
        _told(actor, "collection.saved", found.uid, shown=found.shown)
        if opened:
            reindex(found.items.filter(state=Item.State.SHOWN))
    return found


def item_save(
    *,
    actor: Actor,
    collection_uid: str,
    values: Mapping[str, Any],
    uid: str = "",
    picture: bytes = b"",
    alt: str = "",
    show: bool = False,
) -> Item:
    """A new item from its fields and at most one picture, or with `uid` another state of one.

    A picture needs words for those who do not see it. `show` opens the item to all.
    """
    require(actor, selectors.KEEP, actor.community_id)
    fields = checked(values)
    drawn = _drawn(picture, alt)
    with writing(actor.community_id):
        into = selectors.collection(actor=actor, uid=collection_uid)
        found = selectors.item(actor=actor, uid=uid) if uid else _begun(actor, into)
        for name, value in fields.items():
            setattr(found, name, value)
        found.collection = into
        if show:
            found.state = Item.State.SHOWN
        found.updated = timezone.now()
        found.save()
        if drawn:
            _add(found, drawn, alt)
        reindex([found])
        _told(actor, "holding.changed" if uid else "holding.added", found.uid, state=found.state, picture=bool(drawn))
    return found


def _begun(actor: Actor, into: Collection) -> Item:
    place = selectors.last_place(into) + 1
    return Item(community_id=actor.community_id, collection=into, maker_id=actor.user_id, order=place)


def item_show(*, actor: Actor, uid: str) -> Item:
    """Opens an item to all. Safe to repeat."""
    return _turn(actor, uid, Item.State.SHOWN, "holding.shown")


def item_withdraw(*, actor: Actor, uid: str) -> Item:
    """Takes an item from all pages, from the search and from other libraries (they are told that it went)."""
    return _turn(actor, uid, Item.State.WITHDRAWN, "holding.withdrawn")


def _turn(actor: Actor, uid: str, state: Item.State, kind: str) -> Item:
    require(actor, selectors.KEEP, actor.community_id)
    with writing(actor.community_id):
        found = selectors.item(actor=actor, uid=uid)
        if found.state != state:
            found.state, found.updated = state, timezone.now()
            found.save(update_fields=["state", "updated"])
            reindex([found])
            _told(actor, kind, found.uid)
    return found


def picture_add(*, actor: Actor, item_uid: str, picture: bytes, alt: str, long: str = "") -> Picture:
    """One more picture of an item, after those it has."""
    require(actor, selectors.KEEP, actor.community_id)
    drawn = _drawn(picture, alt)
    if drawn is None:
        raise LinliError(Text("请选一张图片。", "Choose a picture."), field="picture", value="")
    with writing(actor.community_id):
        found = selectors.item(actor=actor, uid=item_uid)
        made = _add(found, drawn, alt, long)
        found.updated = timezone.now()
        found.save(update_fields=["updated"])
        _told(actor, "holding.pictured", found.uid, number=made.number)
    return made


def picture_remove(*, actor: Actor, uid: str) -> None:
    """Takes a picture away, and its file where no other picture has the same."""
    require(actor, selectors.KEEP, actor.community_id)
    with writing(actor.community_id):
        found = selectors.picture(actor=actor, uid=uid)
        parent = found.item
        found.delete()
        parent.updated = timezone.now()
        parent.save(update_fields=["updated"])
        if not Picture.objects.filter(digest=found.digest).exists():
            where(found.digest, found.type).unlink(missing_ok=True)
        _told(actor, "holding.unpictured", parent.uid, number=found.number)


def _drawn(picture: bytes, alt: str) -> Drawn | None:
    if not picture:
        return None
    if not 0 < len(alt.strip()) <= LONGEST_ALT:
        raise LinliError(
            Text("请用文字说明图上是什么。", "Say in words what the picture shows."),
            field="alt",
            value=alt,
            mend=Text(
                f"看不见图的人靠它了解；至多 {LONGEST_ALT} 个字。",
                f"Those who do not see it rely on it; {LONGEST_ALT} characters at most.",
            ),
        )
    return kept(picture)


def _add(found: Item, drawn: Drawn, alt: str, long: str = "") -> Picture:
    numbers = list(found.pictures.values_list("number", flat=True))
    if len(numbers) >= MOST_PICTURES:
        raise LinliError(
            Text(f"一件藏品至多 {MOST_PICTURES} 张图。", f"An item has {MOST_PICTURES} pictures at most."),
            field="picture",
            value=len(numbers),
        )
    return Picture.objects.create(
        community_id=found.community_id,
        item=found,
        number=max(numbers, default=0) + 1,
        digest=drawn.digest,
        type=drawn.type,
        width=drawn.width,
        height=drawn.height,
        size=drawn.size,
        alt=alt.strip(),
        long=long.strip()[:LONGEST_LONG],
    )


def reindex(found: Sequence[Item] | Any) -> int:
    """Brings the search up to what these items say now; the number of those that it finds."""
    shown, gone = [], []
    for one in found:
        if one.state == Item.State.SHOWN and one.collection.shown:
            shown.append(_entry(one))
        else:
            gone.append(one.pk)
    index.remove(gone)
    index.put([entry for _, entry in shown])
    Item.objects.bulk_update([one for one, _ in shown], ["folded"], batch_size=200)
    return len(shown)


def _entry(one: Item) -> tuple[Item, index.Entry]:
    words = [*one.subjects, *one.values.values(), *(getattr(one, name) for name in SEARCHED)]
    title_text, title = stored(f"{one.title}\n{one.title_en}")
    text, terms = stored("\n。\n".join(filter(None, words)))
    one.folded = f"{title_text}\n{text}"
    scope = {f"=c{one.community_id}", f"=k{one.collection_id}", *(f"=r{room}" for room in one.rooms)}
    return one, index.Entry(one.pk, title, title | terms, frozenset(scope))


def _told(actor: Actor, kind: str, uid: str, **data: object) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="collection" if kind.startswith("collection") else "holding",
        object_id=uid,
        data=dict(data),
    )
