"""OAI-PMH 2.0: other libraries harvest what is shown here, in Dublin Core, page by page.

A resumption token is a question signed by this station: a forged one is told so, and nothing is looked up for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from typing import Any
from xml.etree import ElementTree as Xml

from django.core import signing
from django.utils import timezone

from linli.station.collections import selectors
from linli.station.collections.fields import FIELDS
from linli.station.collections.models import Item
from linli.station.collections.rights import LICENCES
from linli.station.people.actors import visitor

OAI, DC_BOX = "http://www.openarchives.org/OAI/2.0/", "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC, XSI = "http://purl.org/dc/elements/1.1/", "http://www.w3.org/2001/XMLSchema-instance"
PAGE, TOKEN_SECONDS, SALT = 100, 24 * 3600, "linli-oai"
DAY, SECOND = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
LISTS = ("ListRecords", "ListIdentifiers")
ARGUMENTS: dict[str, tuple[set[str], set[str]]] = {
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), {"resumptionToken"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
    "ListIdentifiers": ({"metadataPrefix"}, {"from", "until", "set"}),
    "ListRecords": ({"metadataPrefix"}, {"from", "until", "set"}),
}
for _prefix, _name in (("", OAI), ("oai_dc", DC_BOX), ("dc", DC), ("xsi", XSI)):
    Xml.register_namespace(_prefix, _name)


class Refused(Exception):
    """An error of the protocol, by its code."""

    def __init__(self, code: str, text: str) -> None:
        self.code, self.text = code, text
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a harvest stands: what was asked for, how far it went and how much there was."""

    verb: str
    since: str
    until: str
    set: str
    at: str
    pk: int
    done: int
    whole: int


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider of one community: `base` is its address, `name` its name, `mail` whom to write to."""

    community_id: int
    base: str
    name: str
    mail: str

    @property
    def address(self) -> str:
        """The base URL of the protocol."""
        return f"{self.base}/oai"

    def answer(self, given: Mapping[str, list[str]]) -> bytes:
        """The answer to a request's arguments, an error of the protocol among them."""
        verb = (given.get("verb") or [""])[0]
        root = Xml.Element(_tag("OAI-PMH"))
        root.set(f"{{{XSI}}}schemaLocation", f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
        _say(root, "responseDate", _second(timezone.now()))
        request = _say(root, "request", self.address)
        try:
            body = self._body(_checked(given), verb)
        except Refused as refused:
            error = _say(root, "error", refused.text)
            error.set("code", refused.code)
            echo = refused.code not in {"badVerb", "badArgument"}
        else:
            root.append(body)
            echo = True
        for name, value in given.items() if echo else ():
            request.set(name, value[0])
        return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))

    def _body(self, given: dict[str, str], verb: str) -> Xml.Element:
        if verb in LISTS:
            return self._list(verb, given)
        return {
            "Identify": self._identify,
            "ListMetadataFormats": self._formats,
            "ListSets": self._sets,
            "GetRecord": self._record,
        }[verb](given)

    def _identify(self, _given: dict[str, str]) -> Xml.Element:
        body = Xml.Element(_tag("Identify"))
        first = selectors.earliest(community_id=self.community_id) or timezone.now()
        for name, text in (
            ("repositoryName", self.name),
            ("baseURL", self.address),
            ("protocolVersion", "2.0"),
            ("adminEmail", self.mail),
            ("earliestDatestamp", _second(first)),
            ("deletedRecord", "persistent"),
            ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ):
            _say(body, name, text)
        return body

    def _formats(self, given: dict[str, str]) -> Xml.Element:
        if "identifier" in given:
            self._item(given["identifier"])
        body = Xml.Element(_tag("ListMetadataFormats"))
        form = Xml.SubElement(body, _tag("metadataFormat"))
        _say(form, "metadataPrefix", "oai_dc")
        _say(form, "schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
        _say(form, "metadataNamespace", DC_BOX)
        return body

    def _sets(self, given: dict[str, str]) -> Xml.Element:
        if "resumptionToken" in given:
            raise Refused("badResumptionToken", "The list of sets is never parted.")
        found = list(selectors.collections(actor=visitor(self.community_id)))
        if not found:
            raise Refused("noSetHierarchy", "There are no sets yet.")
        body = Xml.Element(_tag("ListSets"))
        for one in found:
            part = Xml.SubElement(body, _tag("set"))
            _say(part, "setSpec", one.uid)
            _say(part, "setName", one.title)
        return body

    def _record(self, given: dict[str, str]) -> Xml.Element:
        _prefixed(given)
        body = Xml.Element(_tag("GetRecord"))
        body.append(self._told(self._item(given["identifier"])))
        return body

    def _list(self, verb: str, given: dict[str, str]) -> Xml.Element:
        place = _resumed(given["resumptionToken"], verb) if "resumptionToken" in given else _begun(given, verb)
        found = selectors.harvest(
            community_id=self.community_id,
            since=_moment(place.since, time.min),
            until=_moment(place.until, time.max),
            collection_uid=place.set,
            after=(datetime.fromisoformat(place.at), place.pk) if place.at else None,
        )
        whole = place.whole or found.count()
        rows = list(found[: PAGE + 1])
        if not rows and not place.done:
            raise Refused("noRecordsMatch", "Nothing matches.")
        body = Xml.Element(_tag(verb))
        for one in rows[:PAGE]:
            body.append(self._told(one) if verb == "ListRecords" else self._header(one))
        self._resumption(body, place, rows, whole)
        return body

    def _resumption(self, body: Xml.Element, place: Place, rows: list[Item], whole: int) -> None:
        """The token for the rest; an empty one ends a list that was given in parts."""
        more = len(rows) > PAGE
        if not more and not place.done:
            return
        last = rows[min(len(rows), PAGE) - 1] if rows else None
        text = ""
        if more and last:
            onward = {"at": last.updated.isoformat(), "pk": last.pk, "done": place.done + PAGE, "whole": whole}
            text = signing.dumps({**asdict(place), **onward}, salt=SALT, compress=True)
        token = _say(body, "resumptionToken", text)
        token.set("completeListSize", str(whole))
        token.set("cursor", str(place.done))

    def _header(self, one: Item) -> Xml.Element:
        header = Xml.Element(_tag("header"))
        if one.state == Item.State.WITHDRAWN:
            header.set("status", "deleted")
        _say(header, "identifier", self._name(one))
        _say(header, "datestamp", _second(one.updated))
        _say(header, "setSpec", one.collection.uid)
        return header

    def _told(self, one: Item) -> Xml.Element:
        record = Xml.Element(_tag("record"))
        record.append(self._header(one))
        if one.state == Item.State.SHOWN:
            metadata = Xml.SubElement(record, _tag("metadata"))
            metadata.append(dublin_core(one, f"{self.base}/library/items/{one.uid}/"))
        return record

    def _name(self, one: Item) -> str:
        return f"oai:{_host(self.base)}:{one.uid}"

    def _item(self, name: str) -> Item:
        uid = name.removeprefix(f"oai:{_host(self.base)}:")
        found = selectors.harvest(
            community_id=self.community_id, since=None, until=None, collection_uid="", after=None
        ).filter(uid=uid)
        one = found.first() if uid != name else None
        if one is None:
            raise Refused("idDoesNotExist", "There is no such record.")
        return one


def dublin_core(one: Item, address: str) -> Xml.Element:
    """An item in simple Dublin Core."""
    box = Xml.Element(f"{{{DC_BOX}}}dc")
    box.set(f"{{{XSI}}}schemaLocation", f"{DC_BOX} http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    rows = [(field.element, str(getattr(one, name))) for name, field in FIELDS.items() if field.element]
    rows += [("subject", subject) for subject in one.subjects]
    rows += [("type", one.kind), ("identifier", address), ("rights", LICENCES[one.licence].url)]
    for element, value in rows:
        if value:
            Xml.SubElement(box, f"{{{DC}}}{element}").text = value
    return box


def _checked(given: Mapping[str, list[str]]) -> dict[str, str]:
    """The arguments, each once, none that its verb does not know, all that it needs."""
    verbs = given.get("verb") or []
    if len(verbs) != 1 or verbs[0] not in ARGUMENTS:
        raise Refused("badVerb", "Identify, ListMetadataFormats, ListSets, ListIdentifiers, ListRecords, GetRecord")
    rest = {name: values for name, values in given.items() if name != "verb"}
    needed, known = ARGUMENTS[verbs[0]]
    alone = verbs[0] in LISTS and "resumptionToken" in rest
    if alone:
        needed, known = {"resumptionToken"}, set()
    wrong = (set(rest) - needed - known) | {name for name, values in rest.items() if len(values) != 1}
    missing = needed - set(rest)
    if wrong or missing:
        raise Refused("badArgument", f"Wrong: {sorted(wrong)}; missing: {sorted(missing)}"[:300])
    return {name: values[0] for name, values in rest.items()}


def _prefixed(given: dict[str, str]) -> None:
    if given["metadataPrefix"] != "oai_dc":
        raise Refused("cannotDisseminateFormat", "Only oai_dc is given.")


def _begun(given: dict[str, str], verb: str) -> Place:
    _prefixed(given)
    since, until = given.get("from", ""), given.get("until", "")
    _moment(since, time.min), _moment(until, time.max)
    if since and until and (len(since) != len(until) or since > until):
        raise Refused("badArgument", "from and until have one granularity, and from is not after until.")
    return Place(verb, since, until, given.get("set", ""), "", 0, 0, 0)


def _resumed(token: str, verb: str) -> Place:
    try:
        place = Place(**signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS))
    except (signing.BadSignature, TypeError, ValueError) as forged:
        raise Refused("badResumptionToken", "This token is not of this station, or too old.") from forged
    if place.verb != verb:
        raise Refused("badResumptionToken", f"This token is of {place.verb}.")
    return place


def _moment(text: str, at: time) -> datetime | None:
    """The moment that an argument names; a day alone begins or ends with its first or last second."""
    if not text:
        return None
    try:
        if DAY.fullmatch(text):
            return datetime.combine(datetime.strptime(text, "%Y-%m-%d"), at, UTC)
        if SECOND.fullmatch(text):
            whole = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            return whole.replace(microsecond=999_999) if at == time.max else whole
    except ValueError as wrong:
        raise Refused("badArgument", f"No such day: {text}") from wrong
    raise Refused("badArgument", "A date is YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")


def _second(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _host(base: str) -> str:
    return base.split("//", 1)[-1].replace(":", "-").replace("/", "-")


def _say(parent: Xml.Element, name: str, text: str) -> Xml.Element:
    made = Xml.SubElement(parent, _tag(name))
    made.text = text
    return made


def _tag(name: str) -> str:
    return f"{{{OAI}}}{name}"


def arguments(items: Any) -> dict[str, list[str]]:
    """The lists of a request's arguments, those that XML cannot hold made visible."""
    clean = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    return {clean.sub("?", name): [clean.sub("?", one) for one in values] for name, values in items}
