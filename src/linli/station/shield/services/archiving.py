"""Items as a web archive (WARC 1.1), which courts' and libraries' own tools read."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from linli.lazy import load

VERSION = "1.1"


def warc_of(items: Iterable[Mapping[str, Any]], made: datetime) -> bytes:
    """One `resource` record an item: what the station was given, at the address the platform named. No crawl."""
    warc, out = load("warcio.warcwriter", "station"), io.BytesIO()
    writer = warc.WARCWriter(out, gzip=True, warc_version=VERSION)
    told = {
        "software": "linli",
        "format": f"WARC File Format {VERSION}",
        "description": "as handed in by the platform",
    }
    head = writer.create_warcinfo_record("items.warc.gz", told)
    head.rec_headers.replace_header("WARC-Date", _at(made))
    writer.write_record(head)
    for item in items:
        writer.write_record(_record(writer, item))
    return out.getvalue()


def _record(writer: Any, item: Mapping[str, Any]) -> Any:
    body = json.dumps(item, ensure_ascii=False, sort_keys=True).encode("utf-8", "backslashreplace")
    headers = {
        "WARC-Date": _at(datetime.fromisoformat(str(item["at"]))),
        "WARC-Record-ID": f"<{uuid.uuid5(uuid.NAMESPACE_URL, 'linli:item:' + str(item['uid'])).urn}>",
    }
    return writer.create_warc_record(
        _address(item),
        "resource",
        payload=io.BytesIO(body),
        length=len(body),
        warc_content_type="application/json",
        warc_headers_dict=headers,
    )


def _address(item: Mapping[str, Any]) -> str:
    """The item's page where it is a plain address, else a name made of its id."""
    url = str(item["url"])
    plain = url.startswith(("https://", "http://")) and url.isascii() and not any(c.isspace() for c in url)
    return url if plain else f"urn:linli:item:{item['uid']}"


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
