"""Queues made, changed and taken away; two that want the same case are refused; open cases are routed anew."""

from __future__ import annotations

from collections.abc import Iterable

from linli.station.desk import routing, weights
from linli.station.desk.models import Case, Queue
from linli.station.ledger.services import record, writing
from linli.station.organisations.selectors import staff_of
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import LinliError, Text

NAME_LIMIT, MOST = 40, 40


def queue_save(
    *, actor: Actor, name: str, wanted: routing.Wanted, people: Iterable[int] = (), uid: str = ""
) -> Queue:
    """A new queue, or the one with this `uid` changed. `people`: who works there; nobody named means everyone.

    Errors: `LinliError` where another queue would take the same case (it names the queue), for a name that is empty
    or taken, for people who are not staff here.
    """
    require(actor, "queue.manage", actor.community_id)
    tidy = name.strip()
    with writing(actor.community_id):
        found = _found(actor, uid)
        _named(actor, tidy, found)
        _alone(actor, wanted, found)
        found.name, found.minors = tidy, wanted.minors
        found.kinds, found.categories = sorted(wanted.kinds), sorted(wanted.categories)
        found.languages = sorted(wanted.languages)
        found.severity_from, found.severity_to = wanted.severity_from, wanted.severity_to
        found.save()
        found.people.set(_staff(actor, people))
        queues_route(community_id=actor.community_id)
        _record(actor, found, "queue.saved")
    return found


def queue_delete(*, actor: Actor, uid: str) -> None:
    """Takes a queue away; its cases go to the others or the general one."""
    require(actor, "queue.manage", actor.community_id)
    with writing(actor.community_id):
        found = _found(actor, uid)
        _record(actor, found, "queue.deleted")
        found.delete()
        queues_route(community_id=actor.community_id)


def queues_route(*, community_id: int) -> None:
    """Sends every open case to the queue that takes it now."""
    cases = Case.objects.filter(community_id=community_id, is_open=1)
    cases.exclude(queue=None).update(queue=None)
    for queue in Queue.objects.filter(community_id=community_id):
        cases.filter(routing.condition(routing.wanted(queue))).update(queue=queue)


def ranks_refresh(*, community_id: int) -> int:
    """Works out the order of every open case again: after an update of Linli that weighs differently. How many."""
    with writing(community_id):
        cases = list(Case.objects.filter(community_id=community_id, is_open=1).defer("snapshot"))
        for case in cases:
            weights.order(case)
        Case.objects.bulk_update(cases, ["priority", "rank"], batch_size=500)
    return len(cases)


def _found(actor: Actor, uid: str) -> Queue:
    if not uid:
        if Queue.objects.filter(community_id=actor.community_id).count() >= MOST:
            raise LinliError(Text("队列太多了。", "There are too many queues."), field="name")
        return Queue(community_id=actor.community_id)
    found = Queue.objects.filter(community_id=actor.community_id, uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这个队列。", "There is no such queue."), field="queue", value=uid)
    return found


def _named(actor: Actor, name: str, own: Queue) -> None:
    taken = Queue.objects.filter(community_id=actor.community_id, name=name).exclude(pk=own.pk).exists()
    if not name or len(name) > NAME_LIMIT or taken:
        raise LinliError(
            Text("这个名字不能用。", "This name cannot be used."),
            field="name",
            value=name,
            mend=Text(
                f"1 至 {NAME_LIMIT} 个字，不与别的队列同名。", f"1 to {NAME_LIMIT} characters, no other's name."
            ),
        )


def _alone(actor: Actor, wanted: routing.Wanted, own: Queue) -> None:
    for other in Queue.objects.filter(community_id=actor.community_id).exclude(pk=own.pk):
        if routing.overlap(wanted, routing.wanted(other)):
            raise LinliError(
                Text(
                    f"与队列「{other.name}」重叠：会抢同一个案件。",
                    f"It overlaps “{other.name}”: both want the same case.",
                ),
                field="categories",
                value=other.name,
                mend=Text("请把类别、种类、语言或程度分开。", "Part them by harm, kind, language or severity."),
            )


def _staff(actor: Actor, people: Iterable[int]) -> list[int]:
    asked = set(people)
    known = set(staff_of(community_id=actor.community_id).values_list("user_id", flat=True))
    if asked - known:
        raise LinliError(Text("只能加入本社区的审核人员。", "Only staff of this community."), field="people")
    return sorted(asked)


def _record(actor: Actor, queue: Queue, kind: str) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="queue",
        object_id=queue.uid,
        data={"kinds": queue.kinds, "categories": queue.categories, "people": queue.people.count()},
    )
