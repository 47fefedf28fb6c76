"""What comes from elsewhere, read into an item's fields: CSV, Omeka S, IIIF manifests, Dublin Core by OAI-PMH.

Nothing here is stored and nothing is fetched. What has no field of its own here is kept among an item's local fields.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as Xml

from linli.station.collections.fields import CHECKS, FIELDS, MOST_VALUES
from linli.station.collections.models import Item
from linli.station.collections.rights import licence_at
from linli.vocabulary import LinliError, Text

MOST_BYTES, MOST_ROWS, MOST_PICTURES = 5_000_000, 2_000, 20
COLUMNS = {**{one.name.zh: name for name, one in FIELDS.items()}, "主题": "subjects", "主题词": "subjects"}
COLUMNS |= {"年份": "year", "纬度": "latitude", "经度": "longitude", "许可": "licence", "类型": "kind"}
KNOWN = {*FIELDS, *CHECKS, "licence"} - {"values"}
TERMS = {
    "title": "title",
    "alternative": "title_en",
    "creator": "creator",
    "contributor": "contributor",
    "publisher": "publisher",
    "description": "description",
    "abstract": "description",
    "date": "date",
    "created": "date",
    "issued": "date",
    "source": "source",
    "identifier": "identifier",
    "language": "language",
    "spatial": "place",
    "coverage": "place",
    "rights": "rights",
    "subject": "subjects",
    "type": "kind",
    "license": "licence",
    "content": "transcription",
    "extracted_text": "transcription",
}
KINDS = {kind.casefold(): kind for kind in Item.Kind.values} | {"image": "StillImage", "still image": "StillImage"}
YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
DC, OAI = "{http://purl.org/dc/elements/1.1/}", "{http://www.openarchives.org/OAI/2.0/}"


@dataclass(slots=True)
class Incoming:
    """An item to be: its fields, where it stood, its pictures there with their words, whether it is gone there."""

    values: dict[str, Any]
    where: str = ""
    pictures: list[tuple[str, str]] = field(default_factory=list)
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Harvested:
    """A page of a harvest and the token of the next one."""

    items: list[Incoming]
    token: str


def file_read(body: bytes) -> list[Incoming]:
    """The items of a file that was sent: CSV, an export of Omeka S or a IIIF manifest, told by what stands in it."""
    if len(body) > MOST_BYTES:
        raise _wrong("file", f"{len(body)}", "文件太大。", "The file is too large.", "至多 5 MB。", "At most 5 MB.")
    if body[:4] == b"PK\x03\x04":
        raise _wrong(
            "file", "ZIP", "不收压缩包。", "No archives.", "请解开以后再传。", "Unpack it and send the file."
        )
    text = _text(body)
    return json_read(text) if text.lstrip()[:1] in {"{", "["} else list(_rows(text))


def json_read(text: str) -> list[Incoming]:
    """The items of an Omeka S export or of a manifest."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise _wrong("file", text[:40], "JSON 读不了。", "This JSON cannot be read.") from wrong
    if isinstance(found, dict) and found.get("type") == "Manifest":
        return [_manifest(found)]
    rows = found if isinstance(found, list) else [found]
    items = [_omeka(one) for one in rows[: MOST_ROWS + 1] if isinstance(one, dict) and "o:id" in one]
    if not items:
        raise _wrong(
            "file",
            text[:40],
            "没有找到藏品。",
            "No items in it.",
            "请用 Omeka S 的导出或 IIIF 3 的清单。",
            "Use an export of Omeka S or a manifest of IIIF 3.",
        )
    return _few(items)


def harvest_read(body: bytes, base: str) -> Harvested:
    """The records of one answer of OAI-PMH. An error of the protocol is told as such."""
    if b"\0" in body or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise _wrong("url", base, "回答里有不该有的定义。", "The answer defines entities.")
    try:
        root = Xml.fromstring(body)  # noqa: S314  no entities: looked at above
    except (Xml.ParseError, ValueError) as wrong:
        raise _wrong("url", base, "回答不是 OAI-PMH。", "The answer is not OAI-PMH.") from wrong
    error = root.find(f"{OAI}error")
    if error is not None:
        raise _wrong("url", f"{error.get('code')}: {error.text}", "对方说有错。", "The other side tells an error.")
    records = root.findall(f".//{OAI}record")
    if root.tag != f"{OAI}OAI-PMH" or not records:
        raise _wrong("url", base, "回答不是 OAI-PMH。", "The answer is not OAI-PMH.")
    return Harvested([_record(one, base) for one in records], root.findtext(f".//{OAI}resumptionToken") or "")


def _text(body: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _wrong(
        "file", "", "认不出文件的编码。", "The encoding is not known.", "请存成 UTF-8。", "Save it as UTF-8."
    )


def _rows(text: str) -> Iterator[Incoming]:
    try:
        rows = csv.DictReader(io.StringIO(text), strict=True)
        heads = [COLUMNS.get((name or "").strip(), (name or "").strip()) for name in rows.fieldnames or []]
        if "title" not in heads or len(set(heads)) != len(heads):
            raise _wrong(
                "file",
                "、".join(heads),
                "表头不对。",
                "The header is wrong.",
                "第一行写列名，要有“题名”或 title，不能重复。",
                "The first line names the columns, 题名 or title among them, none twice.",
            )
        for number, row in enumerate(rows, 2):
            if number > MOST_ROWS + 1:
                raise _too_many()
            yield Incoming(_row(row, number), f"{number}")
    except csv.Error as wrong:
        raise _wrong("file", str(wrong), "CSV 读不了。", "This CSV cannot be read.") from wrong


def _row(row: dict[Any, Any], number: int) -> dict[str, Any]:
    if None in row or None in row.values():
        raise _wrong(
            "file", f"{number}", f"第 {number} 行的列数不对。", f"Row {number} has a wrong number of columns."
        )
    named = {COLUMNS.get(name.strip(), name.strip()): value for name, value in row.items()}
    known = {name: value for name, value in named.items() if name in KNOWN and value.strip()}
    return {**known, "values": {name: value for name, value in named.items() if name not in KNOWN and value.strip()}}


def _omeka(one: dict[str, Any]) -> Incoming:
    pairs = [
        (name.split(":", 1)[1], str(value.get("@value") or value.get("@id") or value.get("o:label") or ""))
        for name, values in one.items()
        if ":" in name and not name.startswith(("o:", "@")) and isinstance(values, list)
        for value in values
        if isinstance(value, dict)
    ]
    origin = str(one.get("@id") or f"omeka:{one['o:id']}")
    return Incoming(_from_terms(pairs, origin), f"o:id {one['o:id']}")


def _from_terms(pairs: list[tuple[str, str]], origin: str) -> dict[str, Any]:
    """Fields from Dublin Core terms: the first of a kind has the field, the others stand beside it."""
    values: dict[str, Any] = {"origin": origin, "subjects": [], "values": {}}
    for term, text in pairs:
        name = TERMS.get(term)
        if name == "subjects":
            values["subjects"].append(text)
        elif name == "kind":
            values["kind"] = KINDS.get(text.rsplit("/", 1)[-1].casefold(), values.get("kind", "Text"))
        elif name == "licence" or (name == "rights" and licence_at(text) != "unknown"):
            values["licence"] = licence_at(text)
        elif name and name not in values and text:
            values[name] = text
        elif text and len(values["values"]) < MOST_VALUES:
            values["values"][term] = "；".join(filter(None, [values["values"].get(term, ""), text]))
    if (year := YEAR.search(values.get("date", ""))) and "year" not in values:
        values["year"] = year.group(1)
    return values


def _manifest(document: dict[str, Any]) -> Incoming:
    title, address = _words(document.get("label")) or "—", document.get("id")
    origin = address if isinstance(address, str) else ""
    stated = document.get("requiredStatement")
    pairs = [(_words(one.get("label")), _words(one.get("value"))) for one in _dicts(document.get("metadata"))]
    values = {
        "title": title,
        "description": _words(document.get("summary")),
        "rights": _words(stated.get("value")) if isinstance(stated, dict) else "",
        "licence": licence_at(str(document.get("rights") or "")),
        "origin": origin,
        "kind": "StillImage",
        "values": {name: text for name, text in pairs[:MOST_VALUES] if name and text},
    }
    pictures = [found for one in _dicts(document.get("items")) if (found := _painted(one, title))]
    return Incoming(values, origin, pictures[:MOST_PICTURES])


def _painted(canvas: dict[str, Any], title: str) -> tuple[str, str] | None:
    """The address of a canvas's picture, and words for it."""
    for page in _dicts(canvas.get("items")):
        for note in _dicts(page.get("items")):
            body = note.get("body")
            if isinstance(body, dict) and body.get("type") == "Image" and isinstance(body.get("id"), str):
                label = _words(canvas.get("label"))
                return _address(body), f"{title}，{label}" if label else title
    return None


def _address(body: dict[str, Any]) -> str:
    """The picture at a bounded size where its service can, else as it is given."""
    for one in _dicts(body.get("service")):
        address = one.get("id") or one.get("@id")
        if isinstance(address, str) and one.get("profile") in {"level1", "level2"}:
            return f"{address.rstrip('/')}/full/!2000,2000/0/default.jpg"
    return str(body["id"])


def _record(one: Xml.Element, base: str) -> Incoming:
    name = one.findtext(f"{OAI}header/{OAI}identifier") or ""
    header = one.find(f"{OAI}header")
    origin = f"{base}#{name}"
    pairs = [(part.tag.removeprefix(DC), (part.text or "").strip()) for part in one.iter() if part.tag.startswith(DC)]
    gone = header is not None and header.get("status") == "deleted"
    return Incoming(_from_terms(pairs, origin), name, gone=gone)


def _words(value: Any) -> str:
    """A language map's words, the Chinese ones first."""
    if not isinstance(value, dict):
        return ""
    order = sorted(value, key=lambda name: not str(name).startswith("zh"))
    first = value[order[0]] if order else []
    return "；".join(str(one) for one in first) if isinstance(first, list) else ""


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _few(items: list[Incoming]) -> list[Incoming]:
    if len(items) > MOST_ROWS:
        raise _too_many()
    return items


def _too_many() -> LinliError:
    return _wrong(
        "file",
        f"> {MOST_ROWS}",
        "一次太多。",
        "Too many at a time.",
        f"一次至多 {MOST_ROWS} 件，请分开传。",
        f"At most {MOST_ROWS} items; send it in parts.",
    )


def _wrong(name: str, value: str, zh: str, en: str, mend: str = "", mend_en: str = "") -> LinliError:
    return LinliError(Text(zh, en), field=name, value=value, mend=Text(mend, mend_en))
