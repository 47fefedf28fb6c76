#!/usr/bin/env python3
"""The words of the pages: every `.po` file to `.mo`, and whether the English is complete.

    tools/messages.py            compile
    tools/messages.py --check    fail where a translation or an entry is missing; nothing is written
    tools/messages.py --add [APP ...]   write an empty entry for each word that has none, into its own app's file

Chinese is the source language: a msgid is what a Chinese reader sees. English lives in each app's
`locale/en/LC_MESSAGES/django.po`. No gettext tools are needed.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib

ROOT = Path(__file__).resolve().parent.parent / "src" / "linli"
CALLS = {"gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "_": 1, "ngettext": 2, "ngettext_lazy": 2}
CONTEXT_CALLS = {"pgettext": 1, "pgettext_lazy": 1, "npgettext": 2, "npgettext_lazy": 2}
PSEUDO = re.compile(r"\b(_|n?p?gettext)\((?=\s*u?['\"])")
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


class Word(NamedTuple):
    """One thing to translate, and where it stands."""

    context: str | None
    singular: str
    plural: str
    where: str
    app: Path


Key = tuple[str | None, str]


def main(arguments: list[str]) -> int:
    """0 when all is well, 1 with a line for each thing that is not, 2 for an unknown option."""
    if arguments[:1] == ["--add"]:
        return add([word for word in words() if not arguments[1:] or word.app.name in arguments[1:]])
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    if arguments:
        found = problems()
        for line in found:
            print(line)
        print(f"{len(found)} to mend" if found else "every word has its English")
        return 1 if found else 0
    for path in catalogs():
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return 0


def catalogs() -> list[Path]:
    """Every `.po` file of the package."""
    return sorted(ROOT.rglob("locale/*/LC_MESSAGES/*.po"))


def problems() -> list[str]:
    """A line for each entry without English and each word without an entry."""
    known: set[Key] = set()
    found: list[str] = []
    for path in catalogs():
        for entry in polib.pofile(str(path)):
            if entry.obsolete:
                continue
            known.add((entry.msgctxt, entry.msgid))
            if not _translated(entry):
                found.append(f"{_short(path)}:{entry.linenum}: no translation of {entry.msgid!r}")
    for word in words():
        if (word.context, word.singular) not in known:
            found.append(f"{word.where}: no entry for {word.singular!r}")
            known.add((word.context, word.singular))
    return found


def _translated(entry: polib.POEntry) -> bool:
    if "fuzzy" in entry.flags:
        return False
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


def add(found: list[Word]) -> int:
    """Empty entries for the words that no catalog of the package has; their number is printed."""
    known = {(e.msgctxt, e.msgid) for path in catalogs() for e in polib.pofile(str(path))}
    fresh = {(w.context, w.singular): w for w in reversed(found)}
    missing = [word for key, word in reversed(fresh.items()) if key not in known]
    for app in sorted({word.app for word in missing}):
        _append(app / "locale" / "en" / "LC_MESSAGES" / "django.po", [word for word in missing if word.app == app])
    print(f"{len(missing)} added")
    return 0


def _append(path: Path, missing: list[Word]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)
    catalog.metadata = catalog.metadata or dict(HEADER)
    for word in missing:
        entry = polib.POEntry(msgctxt=word.context, msgid=word.singular, msgid_plural=word.plural)
        if word.plural:
            entry.msgstr_plural = {0: "", 1: ""}
        catalog.append(entry)
    catalog.save(str(path))


def words() -> Iterator[Word]:
    """Everything marked for translation in the package's templates and code."""
    for path in sorted(ROOT.rglob("*.html")) + sorted(ROOT.rglob("*.txt")):
        if "templates" in path.parts:
            yield from _in_template(path)
    for path in sorted((ROOT / "station").rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _in_code(path)


def _app(path: Path) -> Path:
    """The folder of the app that a file belongs to: `station/<app>`."""
    return ROOT / Path(*path.relative_to(ROOT).parts[:2])


def _in_template(path: Path) -> Iterator[Word]:
    pseudo = _templatize(path.read_text(encoding="utf-8"), str(path))
    for match in PSEUDO.finditer(pseudo):
        values = _literals(pseudo[match.end() :])
        line = pseudo.count("\n", 0, match.start()) + 1
        word = _word(match.group(1), values, f"{_short(path)}:{line}", path)
        if word:
            yield word


def _templatize(source: str, origin: str) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django.conf.global_settings")
    from django.utils.translation.template import templatize

    return templatize(source, origin=origin)


def _literals(source: str) -> list[str]:
    """The string literals at the start of an argument list, up to the first thing that is none."""
    found: list[str] = []
    literal = re.compile(r"\s*,?\s*u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", re.DOTALL)
    place = 0
    while match := literal.match(source, place):
        found.append(str(ast.literal_eval(match.group(1).replace("\n", "\\n"))))
        place = match.end()
    return found


def _in_code(path: Path) -> Iterator[Word]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        values = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        word = _word(name, values, f"{_short(path)}:{node.lineno}", path)
        if word:
            yield word


def _word(name: str, values: list[str], where: str, path: Path) -> Word | None:
    context = None
    if name in CONTEXT_CALLS and len(values) > CONTEXT_CALLS[name]:
        context, *values = values
    elif name not in CALLS or len(values) < CALLS[name]:
        return None
    plural = values[1] if name.startswith("n") else ""
    return Word(context, values[0], plural, where, _app(path))


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT.parent.parent))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
