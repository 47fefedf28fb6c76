"""What a file of comments is: its digest, its encoding, its size. One pass over the bytes, before any row is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from linli.vocabulary import LinliError, Text

BLOCK = 1 << 20
SAMPLE = 1 << 20
WIDE_MARKS = {b"\xff\xfe": "UTF-16/32", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
CONVERT = Text(
    "请先转换成 UTF-8，例如：iconv -f 原编码 -t UTF-8 原文件 > 新文件。",
    "Convert it to UTF-8 first, for example: iconv -f ENCODING -t UTF-8 OLD > NEW.",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A local input file: what it is called, how long it is, its SHA-256, and how its text is encoded."""

    path: Path
    size: int
    sha256: str
    encoding: str


def inspect(path: Path) -> Source:
    """Digest the file and find its encoding (`utf-8`, `gb18030`, or `""` for Parquet); errors say what to mend."""
    digest, size, sample = hashlib.sha256(), 0, bytearray()
    for block in _blocks(path):
        digest.update(block)
        size += len(block)
        _collect(sample, block)
    encoding = "" if path.suffix.lower() == ".parquet" else find_encoding(bytes(sample), path)
    return Source(path, size, digest.hexdigest(), encoding)


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as handle:
            while block := handle.read(BLOCK):
                yield block
    except OSError as problem:
        raise LinliError(
            Text(f"读不了这个文件：{problem.strerror}。", f"The file cannot be read: {problem.strerror}."),
            field="file",
            value=path,
        ) from problem


def _collect(sample: bytearray, block: bytes) -> None:
    """Keep up to SAMPLE bytes from the first block that has something beyond ASCII (or from the first one)."""
    if sample.isascii() and not block.isascii():
        sample.clear()
    if len(sample) < SAMPLE:
        sample.extend(block[: SAMPLE - len(sample)])


def find_encoding(sample: bytes, path: Path | str = "") -> str:
    """`utf-8` or `gb18030` for a sample of bytes; any other encoding is refused.

    Lines vote: a few broken lines in a UTF-8 file stay broken lines. GB18030 can decode nearly anything, so it must
    also look like it: most two-byte characters in the old GB 2312 area, where everyday simplified text lives.
    """
    for mark, name in WIDE_MARKS.items():
        if sample.startswith(mark):
            raise _refuse(path, f" {name} ")
    lines = [line for line in sample.split(b"\n") if not line.isascii()]
    if not lines:
        return "utf-8"
    good = sum(map(_is_utf8, lines))
    if good * 2 >= len(lines):
        return "utf-8"
    if _everyday_share(b"".join(lines)) >= 0.85:
        return "gb18030"
    raise _refuse(path, "")


def _is_utf8(line: bytes) -> bool:
    # A sample may end in the middle of a character: up to three bytes are forgiven at the end of a line.
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as problem:
        return problem.start >= len(line) - 3 and problem.start > 0
    return True


def _everyday_share(data: bytes) -> float:
    """The share of GB 2312 symbols and first-level characters among the two-byte sequences of `data`.

    Four-byte sequences (emoji, rare characters) tell nothing and are passed over.
    """
    total = everyday = i = 0
    while i < len(data) - 1:
        first, second = data[i], data[i + 1]
        if first < 0x80 or 0x30 <= second <= 0x39:
            i += 1 if first < 0x80 else 4
            continue
        total += 1
        everyday += second >= 0xA1 and (0xB0 <= first <= 0xD7 or 0xA1 <= first <= 0xA3)
        i += 2
    return everyday / total if total else 0.0


def _refuse(path: Path | str, name: str) -> LinliError:
    return LinliError(
        Text(
            f"文件编码{name}不是 UTF-8，也不是 GB18030。", f"The file's encoding {name}is neither UTF-8 nor GB18030."
        ),
        field="file",
        value=path,
        mend=CONVERT,
    )
