"""Text from the command line, a file or standard input: its encoding found, its limits held."""

from __future__ import annotations

import codecs
import os
import sys
from pathlib import Path

from linli.vocabulary import LinliError, Text

SIZE_LIMIT = 1024 * 1024  # bytes of one text
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Some of the commonest characters, of both scripts: a longer Chinese text without any of them is none.
_COMMON = frozenset(
    "的一是了不人我在有他这這个個上们們来來到时時大地为為子中你说說生国國年着就那和要她出也得里裡后後自以会會"
)
_LONG = 12  # from so many characters on a text is judged by them


def argument(text: str) -> str:
    """The text of an argument; bytes that the terminal sent in GB18030 are read as such."""
    try:
        raw = os.fsencode(text)
    except UnicodeEncodeError as broken:
        raise _refused(
            "text",
            text,
            "文字里有残缺的字符。",
            "There is half a character in the text.",
            "请用 UTF-8 输入。",
            "Use UTF-8.",
        ) from broken
    return decode(raw, "TEXT")


def read(path: str) -> str:
    """The text in the file `path`, of standard input for `-`."""
    try:
        if path == "-":
            return decode(sys.stdin.buffer.read(SIZE_LIMIT + 1), "-")
        with Path(path).open("rb") as stream:
            return decode(stream.read(SIZE_LIMIT + 1), path)
    except OSError as wrong:
        raise _refused(
            "file",
            path,
            "读不到这个文件。",
            "The file cannot be read.",
            f"请检查路径：{wrong.strerror}。",
            f"Check the path: {wrong.strerror}.",
        ) from wrong


def decode(raw: bytes, name: str) -> str:
    """`raw` as text: UTF-8, a byte order mark's encoding, or GB18030; LinliError for anything else or too much."""
    if len(raw) > SIZE_LIMIT:
        zh, en = "内容超过 1 MB。", "It is over 1 MB."
        raise _refused("text", name, zh, en, "成批的内容请用 linli scan。", "For many texts use linli scan.")
    text = _decoded(raw, name)
    if "\0" in text:
        zh, en = "这是二进制内容，不是文字。", "This is binary data and no text."
        raise _refused("text", name, zh, en, "请给出文本文件。", "Give a text file.")
    if not text.strip():
        raise _refused("text", name, "没有内容。", "It is empty.", "请给出要评的文字。", "Give the text to assess.")
    return text


def _decoded(raw: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding, name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        if b"\0" in raw:
            return "\0"  # no Chinese encoding without a mark has zero bytes: binary
        text = _strict(raw, "gb18030", name)
    if not _chinese(text):
        raise _encoding(name)
    return text


def _strict(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise _encoding(name) from wrong


def _chinese(text: str) -> bool:
    """Whether what was read as GB18030 is likely Chinese: Big5, Shift-JIS and such decode to rare characters."""
    foreign = [c for c in text if ord(c) > 0x7F]
    private = any("\ue000" <= c <= "\uf8ff" for c in foreign)
    kana = sum("\u3040" <= c <= "\u30ff" for c in foreign)
    if private or kana * 3 > len(foreign):
        return False
    return len(foreign) < _LONG or not _COMMON.isdisjoint(foreign)


def _encoding(name: str) -> LinliError:
    zh, en = "认不出编码：不是 UTF-8，也不是 GB18030。", "The encoding is neither UTF-8 nor GB18030."
    mend = Text("请转换后再试：iconv -f 原编码 -t UTF-8 文件。", "Convert it: iconv -f ENCODING -t UTF-8 FILE.")
    return LinliError(Text(zh, en), field="text", value=name, mend=mend)


def _refused(field: str, value: str, zh: str, en: str, mend_zh: str, mend_en: str) -> LinliError:
    return LinliError(Text(zh, en), field=field, value=value, mend=Text(mend_zh, mend_en))
