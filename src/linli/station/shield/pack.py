"""An evidence pack as a file, and how anyone checks one with no database.

A pack is a zip: `index.html` and `index.pdf` to read, `items.jsonl` with the words, `items.warc.gz` with
the same as a web archive, `ledger.jsonl` with the record's
rows about them, `keys.json` with each item's key, `manifest.json` with the SHA-256 of all of these, and `seal.json`:
the record's own row about the pack, which holds the manifest's SHA-256. A row of the record holds the HMAC-SHA256 of
an item's words under that item's key; so words, key and row together prove that these words were there at the row's
time. In a redacted copy words are changed, so it has no keys, and proves its own files alone.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from linli.station.ledger.chain import row_hash
from linli.vocabulary import LinliError, Text

LARGEST, MOST_FILES = 64 * 1024 * 1024, 20
MANIFEST, SEAL, ITEMS, LEDGER, KEYS = "manifest.json", "seal.json", "items.jsonl", "ledger.jsonl", "keys.json"


@dataclass(slots=True)
class Report:
    """The outcome of a check. `proven` items have words that the record's rows prove."""

    items: int = 0
    proven: int = 0
    rows: int = 0
    redacted: bool = False
    made_at: str = ""
    problems: list[Text] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """True where nothing was changed."""
        return not self.problems

    def add(self, zh: str, en: str) -> None:
        """Notes a problem, the first hundred."""
        if len(self.problems) < 100:
            self.problems.append(Text(zh, en))


def digest(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def words_proof(key: bytes, text: str) -> str:
    """What the record holds of an item's words under its key."""
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def manifest_of(files: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    """The manifest over a pack's files."""
    listed = {name: {"sha256": digest(content), "bytes": len(content)} for name, content in sorted(files.items())}
    return json.dumps({"v": 1, **facts, "files": listed}, ensure_ascii=False, indent=1).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The pack's bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def verify_file(path: Path | str, ledger: Path | str | None = None) -> Report:
    """Checks a pack: files against the manifest, manifest against the seal, words against the rows.

    `ledger`: an export of the station's whole record, in which every row of the pack must then stand. Errors:
    `LinliError` for a file that is no pack.
    """
    files = _unpacked(Path(path))
    report = Report()
    manifest, seal = _json(files, MANIFEST), _json(files, SEAL)
    report.redacted, report.made_at = bool(manifest.get("redacted")), str(manifest.get("made_at", ""))
    _check_files(files, manifest, report)
    _check_seal(files[MANIFEST], seal, report)
    rows = _check_rows(files, report)
    _check_items(files, rows, report)
    if ledger is not None:
        _check_ledger(Path(ledger), [*rows, seal], report)
    return report


def _unpacked(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_FILES or sum(one.file_size for one in listed) > LARGEST:
                raise _no_pack(path, Text("文件太大或太多。", "It holds too much."))
            files = {one.filename: _read(archive, one) for one in listed}
            if len(files) != len(listed):
                raise _no_pack(path, Text("有重名的文件。", "A name stands twice."))
    except (OSError, zipfile.BadZipFile, RuntimeError, EOFError, NotImplementedError) as wrong:
        raise _no_pack(path, Text(f"打不开：{type(wrong).__name__}。", "It cannot be opened.")) from wrong
    for name in (MANIFEST, SEAL, ITEMS):
        if name not in files:
            raise _no_pack(path, Text(f"缺少 {name}。", f"{name} is missing."))
    return files


def _read(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    with archive.open(one) as source:
        content = source.read(one.file_size + 1)
    if len(content) > one.file_size:
        raise zipfile.BadZipFile("larger than it says")
    return content


def _no_pack(path: Path, why: Text) -> LinliError:
    return LinliError(
        Text(f"这不是一份证据包：{why.zh}", f"This is no evidence pack: {why.en}"),
        field="file",
        value=path,
        mend=Text("请给出下载的 zip 文件，不要解压或改名里面的文件。", "Give the zip as it was downloaded."),
    )


def _json(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        found = json.loads(files[name])
    except (ValueError, RecursionError) as wrong:
        raise _no_pack(Path(name), Text(f"{name} 读不懂。", f"{name} cannot be read.")) from wrong
    if not isinstance(found, dict):
        raise _no_pack(Path(name), Text(f"{name} 读不懂。", f"{name} cannot be read."))
    return found


def _lines(files: Mapping[str, bytes], name: str) -> list[dict[str, Any]]:
    try:
        found = [json.loads(line) for line in files.get(name, b"").splitlines() if line.strip()]
    except (ValueError, RecursionError) as wrong:
        raise _no_pack(Path(name), Text(f"{name} 读不懂。", f"{name} cannot be read.")) from wrong
    return [row for row in found if isinstance(row, dict)]


def _check_files(files: Mapping[str, bytes], manifest: Mapping[str, Any], report: Report) -> None:
    listed = manifest.get("files")
    listed = listed if isinstance(listed, dict) else {}
    for name in sorted(set(files) - {MANIFEST, SEAL} - set(listed)):
        report.add(f"{name} 不在清单里", f"{name} is not in the manifest")
    for name, facts in listed.items():
        if name not in files:
            report.add(f"缺少 {name}", f"{name} is missing")
        elif not isinstance(facts, dict) or facts.get("sha256") != digest(files[name]):
            report.add(f"{name} 被改过", f"{name} has been changed")


def _check_seal(manifest: bytes, seal: Mapping[str, Any], report: Report) -> None:
    data = seal.get("data")
    if not _row_is_true(seal):
        report.add("封条（记录里的那一条）被改过", "the seal, the record's own row, has been changed")
    elif not isinstance(data, dict) or data.get("manifest") != digest(manifest):
        report.add("清单与封条不符", "the manifest is not the one that was sealed")


def _check_rows(files: Mapping[str, bytes], report: Report) -> list[dict[str, Any]]:
    rows = _lines(files, LEDGER)
    report.rows = len(rows)
    for row in rows:
        if not _row_is_true(row):
            report.add(f"记录第 {row.get('sequence')} 条被改过", f"row {row.get('sequence')} has been changed")
    return rows


def _row_is_true(row: Mapping[str, Any]) -> bool:
    try:
        return bool(row_hash(dict(row)) == row.get("hash"))
    except (ValueError, TypeError, RecursionError):
        return False


def _check_items(files: Mapping[str, bytes], rows: list[dict[str, Any]], report: Report) -> None:
    items, keys = _lines(files, ITEMS), _json(files, KEYS) if KEYS in files else {}
    proofs = {(str(r["object"].get("id")), str(r["data"].get("text"))) for r in rows if _is_of_item(r)}
    report.items = len(items)
    for item in items:
        name, text = str(item.get("uid")), str(item.get("text"))
        if item.get("sha256") != digest(text.encode("utf-8", "surrogatepass")):
            report.add(f"第 {item.get('n')} 条的原文被改过", f"the words of item {item.get('n')} have been changed")
        elif not report.redacted:
            _check_proof(item, name, text, keys, proofs, report)


def _check_proof(
    item: Mapping[str, Any],
    name: str,
    text: str,
    keys: Mapping[str, Any],
    proofs: set[tuple[str, str]],
    report: Report,
) -> None:
    try:
        key = bytes.fromhex(str(keys.get(name, "")))
    except ValueError:
        key = b""
    if key and (name, words_proof(key, text)) in proofs:
        report.proven += 1
    else:
        report.add(f"第 {item.get('n')} 条没有记录可证", f"no row of the record proves item {item.get('n')}")


def _is_of_item(row: Mapping[str, Any]) -> bool:
    return isinstance(row.get("object"), dict) and isinstance(row.get("data"), dict)


def _check_ledger(path: Path, rows: list[dict[str, Any]], report: Report) -> None:
    wanted = {str(row.get("id")): row.get("hash") for row in rows}
    try:
        with path.open(encoding="utf-8") as source:
            for line in source:
                row = json.loads(line)
                if isinstance(row, dict) and row.get("id") in wanted and row.get("hash") == wanted[row["id"]]:
                    del wanted[row["id"]]
    except (OSError, ValueError) as wrong:
        raise LinliError(
            Text("读不到台账导出件。", "The ledger's export cannot be read."), field="ledger", value=path
        ) from wrong
    for name in wanted:
        report.add(f"台账里没有这一条：{name}", f"the ledger has no such row: {name}")
