"""A copy to take away: one zip of JSON that people and other programs can read, with a digest of each file.

README.txt        what is in it, in both languages
manifest.json     {"format": "linli-personal-data/1", "made_at", "community",
                      "files": [{"name", "rows", "sha256"}]}
data/<model>.json {"model", "name": {"zh", "en"}, "rows": [{…}]}
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from linli.station.people.personal import Subject
from linli.station.privacy.selectors import everything, holdings_by_model

FORMAT = "linli-personal-data/1"
README = """您在邻里站的个人信息。每个文件是一类数据，里面 rows 是一条条记录，时间为世界协调时。
manifest.json 列出全部文件和各自的 SHA-256，可以核对是否完整。

Your personal data at this Linli station. Each file is one kind of data; its rows are the records; times are UTC.
manifest.json lists every file with its SHA-256, so that you can check that the copy is whole.
"""


def packed(subjects: Iterable[Subject], *, community: str, now: datetime) -> bytes:
    """The zip of everything held of these subjects: one person in one community or in several."""
    files = list(_files(subjects))
    manifest = {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "community": community,
        "files": [
            {"name": name, "rows": rows, "sha256": hashlib.sha256(content).hexdigest()}
            for name, rows, content in files
        ],
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("README.txt", README)
        box.writestr("manifest.json", _json(manifest))
        for name, _, content in files:
            box.writestr(name, content)
    return out.getvalue()


def document(subject: Subject) -> dict[str, Any]:
    """The same as one JSON object, for a platform that asks on behalf of an account."""
    known = holdings_by_model()
    return {
        "format": FORMAT,
        "data": [
            {"model": model, "name": known[model][1].name._asdict(), "rows": rows}
            for model, rows in everything(subject).items()
            if rows
        ],
    }


def _files(subjects: Iterable[Subject]) -> Iterator[tuple[str, int, bytes]]:
    known = holdings_by_model()
    gathered: dict[str, list[dict[str, Any]]] = {}
    for number, subject in enumerate(subjects):
        for model, rows in everything(subject).items():
            if known[model][1].community or number == 0:  # what is the whole station's stands once
                gathered.setdefault(model, []).extend(rows)
    for model, (_, holding) in known.items():
        found = gathered.get(model)
        if found:
            content = _json({"model": model, "name": holding.name._asdict(), "rows": found})
            yield f"data/{model}.json", len(found), content


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder).encode()
