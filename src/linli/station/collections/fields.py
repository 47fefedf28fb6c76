"""The fields of an item, checked in one place: for the form, for a file of rows, for what another library sends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from linli.station.collections.models import Item
from linli.station.collections.rights import LICENCES, ROOMS
from linli.vocabulary import LinliError, Text


class Field(NamedTuple):
    """A field of text: its name for people, its Dublin Core element, how long it may be."""

    name: Text
    element: str
    longest: int


FIELDS: dict[str, Field] = {
    "title": Field(Text("题名", "Title"), "title", 200),
    "title_en": Field(Text("英文题名", "English title"), "title", 200),
    "creator": Field(Text("作者", "Creator"), "creator", 200),
    "contributor": Field(Text("其他贡献者", "Contributor"), "contributor", 200),
    "publisher": Field(Text("出版者", "Publisher"), "publisher", 200),
    "description": Field(Text("说明", "Description"), "description", 4000),
    "plain": Field(Text("浅说", "In plain words"), "description", 1000),
    "date": Field(Text("年代", "Date"), "date", 80),
    "source": Field(Text("出处", "Source"), "source", 500),
    "identifier": Field(Text("编号", "Identifier"), "identifier", 300),
    "language": Field(Text("语言", "Language"), "language", 20),
    "place": Field(Text("地点", "Place"), "coverage", 200),
    "rights": Field(Text("权利说明", "Rights"), "rights", 500),
    "transcription": Field(Text("释文", "Transcription"), "", 100_000),
    "transcript": Field(Text("声音文字稿", "Transcript"), "", 100_000),
    "audio_description": Field(Text("口述影像", "Audio description"), "", 20_000),
    "origin": Field(Text("来源网址", "Origin"), "relation", 500),
}
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
MOST_SUBJECTS, LONGEST_SUBJECT = 12, 40
MOST_VALUES, LONGEST_VALUE = 30, 2000
YEARS = (-5000, 2200)
PARTED = re.compile("[;；|\n]")


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are stored. LinliError names the first that is wrong; what is not given is not there."""
    values: dict[str, Any] = {name: _text(name, given[name]) for name in FIELDS if name in given}
    if not values.get("title"):
        raise LinliError(Text("请写题名。", "Give it a title."), field="title", value="")
    for name, check in CHECKS.items():
        if name in given:
            values[name] = check(name, given[name])
    values["licence"] = _one_of("licence", given.get("licence") or "unknown", tuple(LICENCES))
    if (values.get("latitude") is None) != (values.get("longitude") is None):
        missing = "longitude" if values.get("longitude") is None else "latitude"
        raise LinliError(Text("经度、纬度要一起写。", "Latitude and longitude go together."), field=missing, value="")
    return values


def listed(value: Any) -> list[str]:
    """A list given as a list, or as one text parted by semicolons."""
    parts = value if isinstance(value, list | tuple) else PARTED.split(str(value or ""))
    return list(dict.fromkeys(part for one in parts if (part := _clean(str(one)))))


def _text(name: str, value: Any) -> str:
    text, longest = _clean(str(value or "")), FIELDS[name].longest
    if len(text) > longest:
        raise LinliError(
            Text(f"太长了：{len(text)} 个字。", f"Too long: {len(text)} characters."),
            field=name,
            value=text,
            mend=Text(f"至多 {longest} 个字。", f"At most {longest} characters."),
        )
    return text


def _clean(text: str) -> str:
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _subjects(name: str, value: Any) -> list[str]:
    found = listed(value)
    if len(found) > MOST_SUBJECTS or any(len(one) > LONGEST_SUBJECT for one in found):
        raise LinliError(
            Text("主题词太多或太长。", "Too many subjects, or too long."),
            field=name,
            value="；".join(found),
            mend=Text(
                f"至多 {MOST_SUBJECTS} 个，每个至多 {LONGEST_SUBJECT} 个字，用分号隔开。",
                f"At most {MOST_SUBJECTS} of {LONGEST_SUBJECT} characters, parted by semicolons.",
            ),
        )
    return found


def _rooms(name: str, value: Any) -> list[str]:
    return [str(_one_of(name, one, tuple(ROOMS))) for one in listed(value)]


def _one_of(name: str, value: Any, known: tuple[str, ...]) -> str:
    if str(value) not in known:
        raise LinliError(
            Text("没有这个选项。", "There is no such choice."),
            field=name,
            value=value,
            mend=Text(f"可用：{'、'.join(known)}。", f"Known: {', '.join(known)}."),
        )
    return str(value)


def _kind(name: str, value: Any) -> str:
    return _one_of(name, value or Item.Kind.TEXT.value, tuple(Item.Kind.values))


def _whole(name: str, value: Any) -> int | None:
    number = _number(name, value, *YEARS)
    if number is not None and number != int(number):
        raise LinliError(Text("年份是整数。", "A year is a whole number."), field=name, value=value)
    return None if number is None else int(number)


def _degrees(name: str, value: Any) -> float | None:
    most = 90 if name == "latitude" else 180
    return _number(name, value, -most, most)


def _number(name: str, value: Any, least: int, most: int) -> float | None:
    if value is None or str(value).strip() == "":
        return None
    try:
        number = float(str(value).strip())
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise LinliError(
            Text(f"应是 {least} 到 {most} 之间的数。", f"It takes a number from {least} to {most}."),
            field=name,
            value=value,
        )
    return number


def _values(name: str, value: Any) -> dict[str, str]:
    found = {_clean(str(k)): _clean(str(v)) for k, v in dict(value or {}).items()}
    if len(found) > MOST_VALUES or any(len(k) > LONGEST_SUBJECT or len(v) > LONGEST_VALUE for k, v in found.items()):
        raise LinliError(
            Text("自定字段太多或太长。", "Too many local fields, or too long."),
            field=name,
            value="；".join(found),
            mend=Text(f"至多 {MOST_VALUES} 个。", f"At most {MOST_VALUES}."),
        )
    return {k: v for k, v in found.items() if k and v}


def _yes(_name: str, value: Any) -> bool:
    return str(value).strip().casefold() not in {"", "0", "false", "no", "否", "none"}


CHECKS = {
    "subjects": _subjects,
    "rooms": _rooms,
    "kind": _kind,
    "year": _whole,
    "latitude": _degrees,
    "longitude": _degrees,
    "values": _values,
    "download": _yes,
}
