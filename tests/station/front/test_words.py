"""Nobody meets a page half in another language."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import polib
import pytest

TOOL = Path(__file__).parents[3] / "tools" / "messages.py"


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool, looking at a package with one app of our own."""
    spec = importlib.util.spec_from_file_location("messages_under_test", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path / "src" / "linli")
    app = tmp_path / "src" / "linli" / "station" / "shop"
    (app / "templates").mkdir(parents=True)
    (app / "templates" / "a.html").write_text(
        '{% load i18n %}{% translate "你好" %}{% blocktranslate count n=n trimmed %}{{ n }} 天{% plural %}{{ n }} 天'
        '{% endblocktranslate %}{{ x|default:_("没有") }}{% translate "关" context "door" %}',
        encoding="utf-8",
    )
    (app / "views.py").write_text('a = gettext("再见" "了")\nb = gettext(name)\n', encoding="utf-8")
    return module


def catalog(tool: ModuleType) -> polib.POFile:
    return polib.pofile(str(tool.ROOT / "station" / "shop" / "locale" / "en" / "LC_MESSAGES" / "django.po"))


def test_every_word_has_its_english() -> None:
    spec = importlib.util.spec_from_file_location("messages", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.problems() == []


def test_words_are_found_in_templates_and_code(tool: ModuleType) -> None:
    found = {(word.context, word.singular, word.plural) for word in tool.words()}
    assert found == {
        (None, "你好", ""),
        (None, "%(n)s 天", "%(n)s 天"),
        (None, "没有", ""),
        ("door", "关", ""),
        (None, "再见了", ""),
    }


def test_a_missing_entry_then_a_missing_translation_then_nothing(
    tool: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.main(["--check"]) == 1
    assert tool.main(["--add", "shop"]) == 0
    assert tool.main(["--check"]) == 1
    assert "no translation of '你好'" in capsys.readouterr().out
    known = catalog(tool)
    for entry in known:
        entry.msgstr = "" if entry.msgid_plural else "x"
        entry.msgstr_plural = {0: "x", 1: "y"} if entry.msgid_plural else {}
    known.save()
    assert tool.main(["--check"]) == 0
    assert tool.main([]) == 0
    compiled = tool.ROOT / "station" / "shop" / "locale" / "en" / "LC_MESSAGES" / "django.mo"
    assert {entry.msgid for entry in polib.mofile(str(compiled))} >= {"你好", "关"}


def test_an_unsure_translation_counts_as_none(tool: ModuleType) -> None:
    tool.main(["--add"])
    known = catalog(tool)
    for entry in known:
        entry.msgstr, entry.flags = "x", ["fuzzy"]
        if entry.msgid_plural:
            entry.msgstr, entry.msgstr_plural = "", {0: "x", 1: "y"}
    known.save()
    assert len(tool.problems()) == 5


def test_an_unknown_option_is_refused(tool: ModuleType) -> None:
    assert tool.main(["--fix"]) == 2
