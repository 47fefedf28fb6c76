"""Reading paths: history from its sources, each claim beside two documents or more, whose words are checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Max, Prefetch, QuerySet

from linli.reading.fold import folded
from linli.station.collections import selectors
from linli.station.collections.models import Item, Quoted, ReadingPath, Step
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import LinliError, Text

FEWEST, MOST_SOURCES, MOST_STEPS = 2, 4, 30
LONGEST = {"title": 80, "question": 200, "claim": 300, "ask": 500, "quote": 1000}


class Source(NamedTuple):
    """An item, by its address or random id, and the words of it that are meant."""

    item: str
    quote: str


def paths(*, actor: Actor) -> QuerySet[ReadingPath]:
    """The paths that the actor may see, with the number of steps (`length`)."""
    found = ReadingPath.objects.filter(community_id=actor.community_id)
    found = found if selectors.keeps(actor) else found.filter(shown=True)
    return found.annotate(length=Count("steps")).order_by("-shown", "pk")


def path(*, actor: Actor, uid: str) -> ReadingPath:
    """One of them."""
    found = paths(actor=actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这条路径。", "There is no such path."), field="path", value=uid)
    return found


def steps(found: ReadingPath) -> QuerySet[Step]:
    """The steps of a path with their sources, in order."""
    rows = Quoted.objects.select_related("item__collection").order_by("number")
    return found.steps.prefetch_related(Prefetch("sources", queryset=rows)).order_by("number")


def path_save(
    *, actor: Actor, title: str, question: str, about: str = "", title_en: str = "", uid: str = ""
) -> ReadingPath:
    """Begins a path, or with `uid` gives one other words."""
    require(actor, selectors.KEEP, actor.community_id)
    _filled(title=title, question=question)
    with writing(actor.community_id):
        found = path(actor=actor, uid=uid) if uid else ReadingPath(community_id=actor.community_id)
        found.title, found.title_en = title.strip(), title_en.strip()[:120]
        found.question, found.about = question.strip(), about.strip()[:2000]
        found.save()
        _told(actor, "reading-path.saved", found.uid)
    return found


def step_add(
    *, actor: Actor, path_uid: str, claim: str, ask: str, sources: Sequence[Source], date: str = "", place: str = ""
) -> Step:
    """One more step. It rests on two items or more, and each quoted word stands in its item's own text."""
    require(actor, selectors.KEEP, actor.community_id)
    _filled(claim=claim, ask=ask)
    with writing(actor.community_id):
        found = path(actor=actor, uid=path_uid)
        rests = [(_item(actor, one, n), one.quote.strip()) for n, one in enumerate(sources)]
        _enough(rests)
        last = found.steps.aggregate(most=Max("number"))["most"] or 0
        if found.steps.count() >= MOST_STEPS:
            raise LinliError(
                Text(f"一条路径至多 {MOST_STEPS} 步。", f"A path has {MOST_STEPS} steps at most."), field="claim"
            )
        made = Step.objects.create(
            community_id=actor.community_id,
            path=found,
            number=last + 1,
            claim=claim.strip(),
            question=ask.strip(),
            date=date.strip()[:80],
            place=place.strip()[:200],
        )
        Quoted.objects.bulk_create(
            Quoted(community_id=actor.community_id, step=made, item=item, number=n + 1, quote=quote)
            for n, (item, quote) in enumerate(rests)
        )
        _told(actor, "reading-path.lengthened", found.uid, steps=last + 1)
    return made


def step_remove(*, actor: Actor, path_uid: str, uid: str) -> None:
    """Takes a step out. A path that is shown keeps one at least."""
    require(actor, selectors.KEEP, actor.community_id)
    with writing(actor.community_id):
        found = path(actor=actor, uid=path_uid)
        if found.shown and found.steps.count() <= 1:
            raise LinliError(
                Text("公开的路径至少留一步。", "A path that is shown keeps a step."),
                field="step",
                value=uid,
                mend=Text("请先收回路径。", "Take the path back first."),
            )
        found.steps.filter(uid=uid).delete()
        _told(actor, "reading-path.shortened", found.uid)


def path_show(*, actor: Actor, uid: str, shown: bool) -> ReadingPath:
    """Shows a path to all, or takes it back. All its sources must be open to all."""
    require(actor, selectors.KEEP, actor.community_id)
    with writing(actor.community_id):
        found = path(actor=actor, uid=uid)
        if shown:
            _whole(found)
        found.shown = shown
        found.save(update_fields=["shown"])
        _told(actor, "reading-path.shown" if shown else "reading-path.hidden", found.uid)
    return found


def open_to_all(one: Item) -> bool:
    """Whether anyone may read the item."""
    return one.state == Item.State.SHOWN and one.collection.shown


def _whole(found: ReadingPath) -> None:
    rows = list(steps(found))
    hidden = [q.item.title for step in rows for q in step.sources.all() if not open_to_all(q.item)]
    if not rows or hidden:
        raise LinliError(
            Text("路径还不完整。", "The path is not whole yet."),
            field="path",
            value="、".join(hidden),
            mend=Text("至少一步，所引的藏品都要公开。", "It takes a step, and every item quoted must be shown."),
        )


def _item(actor: Actor, one: Source, number: int) -> Item:
    """The item meant. Its text must have the words that are quoted, whatever their script and punctuation."""
    given = one.item.strip().rstrip("/")
    try:
        found = selectors.item(actor=actor, uid=given.rsplit("/", 1)[-1][:20])
    except NotFound as missing:
        raise NotFound(missing.problem, field=f"item{number + 1}", value=given) from missing
    quote = one.quote.strip()
    if not 0 < len(quote) <= LONGEST["quote"] or _bare(quote) not in _bare(found.transcription):
        raise LinliError(
            Text("藏品的释文里没有这段话。", "The item's text does not have these words."),
            field=f"quote{number + 1}",
            value=quote,
            mend=Text("请从释文里原样摘一段。", "Copy a passage from the text as it stands."),
        )
    return found


def _bare(text: str) -> str:
    return "".join(c for c in folded(text) if c.isalnum())


def _enough(rests: list[tuple[Item, str]]) -> None:
    if not FEWEST <= len({item.pk for item, _ in rests}) == len(rests) <= MOST_SOURCES:
        raise LinliError(
            Text("每一步要有两件以上不同的史料。", "A step rests on two different documents or more."),
            field="item2",
            value=len(rests),
            mend=Text(f"{FEWEST} 到 {MOST_SOURCES} 件，各不相同。", f"{FEWEST} to {MOST_SOURCES}, all different."),
        )


def _filled(**values: str) -> None:
    for name, value in values.items():
        if not 0 < len(value.strip()) <= LONGEST[name]:
            raise LinliError(
                Text(f"应是 1 到 {LONGEST[name]} 个字。", f"It takes 1 to {LONGEST[name]} characters."),
                field=name,
                value=value,
            )


def _told(actor: Actor, kind: str, uid: str, **data: object) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="reading-path",
        object_id=uid,
        data=dict(data),
    )
