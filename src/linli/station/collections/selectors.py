"""What is shown of the library, and to its keepers what is not yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from linli.station.collections import index
from linli.station.collections.models import Collection, Item, Picture
from linli.station.collections.terms import asked
from linli.station.people.actors import Actor, NotFound, may
from linli.vocabulary import Text

KEEP = "collection.keep"
MOST_FOUND = 200
MOST_LISTED = 5_000
VISIBLE_ITEM = Q(item__state=Item.State.SHOWN, item__collection__shown=True)
VISIBLE = Q(state=Item.State.SHOWN, collection__shown=True)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; `more` where there is more than is listed."""

    items: list[Item]
    more: bool


def keeps(actor: Actor) -> bool:
    """Whether the actor keeps the library."""
    return may(actor, KEEP, actor.community_id)


def collections(*, actor: Actor) -> QuerySet[Collection]:
    """The collections that the actor may see, with the number of shown items (`held`)."""
    found = Collection.objects.filter(community_id=actor.community_id)
    found = found if keeps(actor) else found.filter(shown=True)
    return found.annotate(held=Count("items", filter=Q(items__state=Item.State.SHOWN))).order_by("-shown", "pk")


def collection(*, actor: Actor, uid: str) -> Collection:
    """One of them."""
    found = collections(actor=actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(
            Text("没有这个专藏，或者还没有公开。", "There is no such collection, or it is not shown."),
            field="collection",
            value=uid,
        )
    return found


def items(*, actor: Actor) -> QuerySet[Item]:
    """The items that the actor may see."""
    found = Item.objects.filter(community_id=actor.community_id).select_related("collection")
    return found if keeps(actor) else found.filter(VISIBLE)


def items_of(*, actor: Actor, found: Collection) -> QuerySet[Item]:
    """The items of a collection in their order."""
    return items(actor=actor).filter(collection=found).exclude(state=Item.State.WITHDRAWN).order_by("order", "pk")


def item(*, actor: Actor, uid: str) -> Item:
    """One item; one that was withdrawn is there for keepers alone."""
    found = items(actor=actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(
            Text("没有这件藏品，或者还没有公开。", "There is no such item, or it is not shown."),
            field="item",
            value=uid,
        )
    return found


def shown_item(*, community_id: int, uid: str) -> Item:
    """One item as anybody may see it: what is harvested and embedded elsewhere."""
    found = Item.objects.filter(VISIBLE, community_id=community_id, uid=uid).select_related("collection").first()
    if found is None:
        raise NotFound(Text("没有这件藏品。", "There is no such item."), field="item", value=uid)
    return found


def pictures(found: Item) -> list[Picture]:
    """An item's pictures in order."""
    return list(found.pictures.order_by("number"))


def first_pictures(found: list[Item]) -> dict[int, Picture]:
    """The first picture of each item that has one, by the item's number."""
    rows = Picture.objects.filter(item__in=found).select_related("item").order_by("item_id", "-number")
    return {one.item_id: one for one in rows}


def pictured(found: Collection) -> list[tuple[Item, Picture]]:
    """The shown items of a collection that have a picture, with the first one."""
    rows = Picture.objects.filter(VISIBLE_ITEM, item__collection=found).select_related("item")
    first: dict[int, Picture] = {}
    for one in rows.order_by("item__order", "item_id", "number")[:MOST_LISTED]:
        first.setdefault(one.item_id, one)
    return [(one.item, one) for one in first.values()]


def picture(*, actor: Actor, uid: str) -> Picture:
    """One picture of an item that the actor may see."""
    found = (
        Picture.objects.filter(community_id=actor.community_id, uid=uid).select_related("item__collection").first()
    )
    if found is None or not items(actor=actor).filter(pk=found.item_id).exists():
        raise NotFound(Text("没有这张图。", "There is no such picture."), field="picture", value=uid)
    return found


def neighbours(*, actor: Actor, found: Item) -> tuple[Item | None, Item | None]:
    """The items before and after it in its collection."""
    row = items_of(actor=actor, found=found.collection)
    before = row.filter(Q(order__lt=found.order) | Q(order=found.order, pk__lt=found.pk)).last()
    after = row.filter(Q(order__gt=found.order) | Q(order=found.order, pk__gt=found.pk)).first()
    return before, after


def search(*, community_id: int, text: str, room: str = "", collection_id: int | None = None) -> Found:
    """The shown items in which every word of `text` stands, those with it in their title first."""
    query = asked(text)
    if not query.clauses:
        return Found([], False)
    scope = [
        f"=c{community_id}",
        *([f"=k{collection_id}"] if collection_id else []),
        *([f"=r{room}"] if room else []),
    ]
    ids = index.matching(query, scope, MOST_FOUND + 1)
    by_id = (
        Item.objects.filter(VISIBLE, community_id=community_id)
        .select_related("collection")
        .defer("folded")
        .in_bulk(ids[:MOST_FOUND])
    )
    return Found([by_id[one] for one in ids if one in by_id], len(ids) > MOST_FOUND)


def about(*, community_id: int, subject: str) -> list[Item]:
    """The shown items whose subjects name it."""
    return [one for one in search(community_id=community_id, text=subject).items if subject in one.subjects]


def dated(*, actor: Actor) -> QuerySet[Item]:
    """The items with a year, the earliest first."""
    return items(actor=actor).filter(VISIBLE).exclude(year=None).order_by("year", "order", "pk")


def placed(*, actor: Actor) -> QuerySet[Item]:
    """The items with a place on the map."""
    return items(actor=actor).filter(VISIBLE).exclude(latitude=None).order_by("pk")


def in_room(*, actor: Actor, room: str) -> QuerySet[Item]:
    """The items laid out in a reading room."""
    return items(actor=actor).filter(VISIBLE, rooms__icontains=f'"{room}"').order_by("collection", "order", "pk")


def harvest(
    *,
    community_id: int,
    since: datetime | None,
    until: datetime | None,
    collection_uid: str,
    after: tuple[datetime, int] | None,
) -> QuerySet[Item]:
    """What a harvester is told of: all that is or was shown, in the order of its last change."""
    found = _public(community_id).select_related("collection")
    if since:
        found = found.filter(updated__gte=since)
    if until:
        found = found.filter(updated__lte=until)
    if collection_uid:
        found = found.filter(collection__uid=collection_uid)
    if after:
        found = found.filter(Q(updated__gt=after[0]) | Q(updated=after[0], pk__gt=after[1]))
    return found.order_by("updated", "pk")


def earliest(*, community_id: int) -> datetime | None:
    """The first change that a harvester may be told of."""
    found = _public(community_id)
    first: datetime | None = found.aggregate(at=Min("updated"))["at"]
    return first


def last_place(found: Collection) -> int:
    """The highest place in a collection."""
    return int(found.items.aggregate(most=Max("order"))["most"] or 0)


def ready(*, actor: Actor, origin: str) -> Item | None:
    """The item that came from an address, to bring it up to date instead of doubling it."""
    return Item.objects.filter(community_id=actor.community_id, origin=origin).first() if origin else None


def _public(community_id: int) -> QuerySet[Item]:
    """What is or was shown."""
    found = Item.objects.filter(community_id=community_id, collection__shown=True)
    return found.exclude(state=Item.State.DRAFT)
