"""Taking in what comes from elsewhere: as drafts, up to date when it comes again, every fault with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from linli.station.collections import selectors, services
from linli.station.collections.fields import checked
from linli.station.collections.incoming import Incoming, file_read, harvest_read, json_read
from linli.station.collections.models import Item
from linli.station.collections.pictures import MOST_BYTES
from linli.station.exchange.fetching import JSON, fetch
from linli.station.ledger.services import writing
from linli.station.people.actors import Actor, require
from linli.vocabulary import LinliError, Text

XML = ("text/xml", "application/xml")
PICTURES = ("image/jpeg", "image/png", "image/webp", "image/tiff", "image/gif")
PICTURE_SECONDS = 15.0
MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: in which row or record, which column, and how to mend it."""

    where: str
    column: str
    value: str
    problem: Text
    mend: Text


@dataclass(slots=True)
class Taken:
    """What was taken in, brought up to date, withdrawn, and what was not taken and why."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    faults: list[Fault] = field(default_factory=list)
    token: str = ""


def file_import(*, actor: Actor, collection_uid: str, body: bytes) -> Taken:
    """A CSV file, an Omeka S export or a manifest: all of it, or with any fault nothing and every fault told."""
    require(actor, selectors.KEEP, actor.community_id)
    return _whole(actor, collection_uid, file_read(body))


def manifest_import(*, actor: Actor, collection_uid: str, url: str) -> Taken:
    """A manifest at an address, and its pictures. Addresses inside the network are refused, those of pictures too."""
    require(actor, selectors.KEEP, actor.community_id)
    return _whole(actor, collection_uid, json_read(fetch(url, types=JSON).text))


def harvest(*, actor: Actor, collection_uid: str, base: str, token: str = "", set_spec: str = "") -> Taken:
    """One page of another library's records. A record that is wrong is told; the others are taken in."""
    require(actor, selectors.KEEP, actor.community_id)
    first = {"metadataPrefix": "oai_dc"} | ({"set": set_spec} if set_spec else {})
    asked = {"resumptionToken": token} if token else first
    page = harvest_read(fetch(f"{base}?{urlencode({'verb': 'ListRecords', **asked})}", types=XML).body, base)
    done = Taken(token=page.token)
    for one in page.items:
        try:
            _take(actor, collection_uid, one, done)
        except LinliError as error:
            done.faults.append(_fault(one, error))
    return done


def _whole(actor: Actor, collection_uid: str, items: Sequence[Incoming]) -> Taken:
    done = Taken()
    for one in items:
        try:
            checked(one.values)
        except LinliError as error:
            done.faults.append(_fault(one, error))
    if done.faults:
        done.faults = done.faults[:MOST_FAULTS]
        return done
    with writing(actor.community_id):
        made = [(_take(actor, collection_uid, one, done), one.pictures) for one in items]
    for item, pictures in made:
        for address, alt in pictures if item else []:
            _picture(actor, item, address, alt, done)
    return done


def _take(actor: Actor, collection_uid: str, one: Incoming, done: Taken) -> Item | None:
    """One item: new, or with the same origin brought up to date; withdrawn where it is gone there."""
    known = selectors.ready(actor=actor, origin=str(one.values.get("origin", "")))
    if one.gone:
        if known and known.state != Item.State.WITHDRAWN:
            services.item_withdraw(actor=actor, uid=known.uid)
            done.withdrawn += 1
        return None
    uid = known.uid if known else ""
    made = services.item_save(actor=actor, collection_uid=collection_uid, values=one.values, uid=uid)
    if known:
        done.changed += 1
    else:
        done.added += 1
    return made


def _picture(actor: Actor, item: Item | None, address: str, alt: str, done: Taken) -> None:
    """A picture from elsewhere; one that cannot be had is told, and the item stays."""
    if item is None or (item.pictures.exists() and done.changed):
        return
    try:
        found = fetch(address, types=PICTURES, limit=MOST_BYTES, seconds=PICTURE_SECONDS)
        services.picture_add(actor=actor, item_uid=item.uid, picture=found.body, alt=alt)
    except LinliError as error:
        done.faults.append(Fault(item.title, "picture", address, error.problem, error.mend))


def _fault(one: Incoming, error: LinliError) -> Fault:
    return Fault(one.where, error.field, str(error.value), error.problem, error.mend)
