"""The sample day as data: who lives there, what they wrote, what then happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from linli import files
from linli.vocabulary import ItemKind

FOLDER = "sample"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A fictional person. `key` is the account's id at the forum."""

    key: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Something written. `minute` is of the day.

    `actions` are those that the shipped code may arrive at (a harmless text may get a reminder from the model that
    its author alone sees; the test bounds how many), `categories` the harms that are truly in it: none where
    it harms nobody, even where a rule may hold it by mistake. With `allow` among the actions of a harmful one, it is
    left to people to find.
    """

    id: str
    kind: ItemKind
    author: str
    minute: int
    text: str
    board: str = ""
    title: str = ""
    thread: str = ""
    reply_to: str = ""
    recipient: str = ""
    actions: tuple[str, ...] = ("allow", "nudge")
    categories: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What is assessed: a post's title stands on the first line, as the forum sends it."""
        return f"{self.title}\n{self.text}" if self.title else self.text


def neighbours() -> list[Neighbour]:
    """Everybody, in the order in which they are shown."""
    return [Neighbour(**row) for row in _rows("neighbours")]


def entries() -> list[Entry]:
    """Everything written in the day, in the order of time; private messages too."""
    return [_entry(row) for row in _rows("day")]


def events() -> list[dict[str, Any]]:
    """What happened after: one step a row, `do` says what (see `sample.STEPS`)."""
    return list(_rows("events"))


def thread_before(entry: Entry, all_entries: list[Entry], shown: int = 5) -> list[str]:
    """The post and the last replies before an entry, as the forum sends them along."""
    if not entry.thread:
        return []
    post = next(one for one in all_entries if one.id == entry.thread)
    replies = [one.text for one in all_entries if one.thread == entry.thread and one.minute < entry.minute]
    return [post.text, *replies[-(shown - 1) :]]


def _rows(name: str) -> Iterator[dict[str, Any]]:
    for line in files.read_text(f"{FOLDER}/{name}.jsonl").splitlines():
        yield json.loads(line)


def _entry(row: dict[str, Any]) -> Entry:
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    given["kind"] = ItemKind(row["kind"])
    return Entry(**given)
