"""What minors' mode offers: the content pool by band, and the educational services whose time does not count."""

from __future__ import annotations

from collections.abc import Sequence

from linli.station.integrations.selectors import client_by_name
from linli.station.ledger.services import record, writing
from linli.station.minors.models import Educational, Picked
from linli.station.minors.plan import Band
from linli.station.people.actors import Actor, require
from linli.station.publishing import selectors as publishing
from linli.vocabulary import LinliError, Text


def educational_add(*, actor: Actor, name: str, filing: str) -> Educational:
    """A lead enters a platform as a filed educational service, with its filing number, for everybody to see."""
    require(actor, "minors.offer", actor.community_id)
    client = client_by_name(community_id=actor.community_id, name=name.strip())
    if client is None:
        raise LinliError(
            Text("没有接入过这个平台。", "No such platform is connected."),
            field="name",
            value=name[:60],
            mend=Text("名字要和接入时一样。", "Write the name as it was connected."),
        )
    if not 4 <= len(filing.strip()) <= 100:
        raise LinliError(
            Text("请写备案编号。", "Write the filing number."),
            field="filing",
            value=filing[:100],
            mend=Text("4 到 100 个字。", "4 to 100 characters."),
        )
    with writing(actor.community_id):
        made, _ = Educational.objects.update_or_create(
            community_id=actor.community_id,
            client_id=client.pk,
            defaults={"name": client.name, "filing": filing.strip()},
        )
        _record(actor, str(made.pk), "minors.educational-added")
    return made


def educational_remove(*, actor: Actor, row: int) -> None:
    """Its time counts again. Safe to repeat."""
    require(actor, "minors.offer", actor.community_id)
    with writing(actor.community_id):
        gone, _ = Educational.objects.filter(community_id=actor.community_id, pk=row).delete()
        if gone:
            _record(actor, str(row), "minors.educational-removed")


def pool_pick(*, actor: Actor, work: str, bands: Sequence[str]) -> Picked:
    """A lead puts a published work into the pool of some bands."""
    require(actor, "minors.offer", actor.community_id)
    chosen = [band for band in Band if band in bands]
    if not chosen:
        raise LinliError(Text("请至少选一个年龄段。", "Choose one band or more."), field="bands")
    found = publishing.public_version(community_id=actor.community_id, uid=work)
    with writing(actor.community_id):
        made, _ = Picked.objects.update_or_create(
            community_id=actor.community_id, work=found.work.uid, defaults={"bands": [str(band) for band in chosen]}
        )
        _record(actor, found.work.uid, "minors.pool-picked", {"bands": made.bands})
    return made


def pool_drop(*, actor: Actor, work: str) -> None:
    """Takes a work out of the pool. Safe to repeat."""
    require(actor, "minors.offer", actor.community_id)
    with writing(actor.community_id):
        gone, _ = Picked.objects.filter(community_id=actor.community_id, work=work).delete()
        if gone:
            _record(actor, work, "minors.pool-dropped")


def _record(actor: Actor, name: str, kind: str, data: dict[str, object] | None = None) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="minors-offer",
        object_id=name,
        data=data or {},
    )
