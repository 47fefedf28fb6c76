"""The example keeps its promises as an example: nothing of Linli inside, English complete, safe pages."""

from __future__ import annotations

import ast
import re

from forum.english import ENGLISH
from forum_process import EXAMPLE, Forum

SOURCES = sorted((EXAMPLE / "forum").rglob("*.py"))


def imported(source: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def test_it_imports_nothing_of_the_station() -> None:
    found = {name.split(".")[0] for path in SOURCES for name in imported(path.read_text(encoding="utf-8"))}
    assert "linli" not in found
    assert {"django", "httpx"} <= found


def said() -> set[str]:
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (EXAMPLE / "forum" / "templates").rglob("*.html"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if path.name != "english.py")
    in_pages = re.findall(r"""\{% t (?:"([^"]+)"|'([^']+)')""", pages)
    in_code = re.findall(r'(?:in_language\(|label=|words\(\d+, \d+, )"([^"]+)"', code)
    return {one or other for one, other in in_pages} | set(in_code)


def test_every_sentence_has_english_and_no_english_is_left_over() -> None:
    assert said() == set(ENGLISH)


def test_in_english_no_chinese_of_the_pages_is_left(forum: Forum) -> None:
    reader = forum.browser()
    reader.send("/language/", at="/sign-in/", language="en", next="/sign-in/")
    page = re.sub(r"<[^>]+>", "", reader.page("/station/").split('<ul class="calls">')[0])
    assert re.findall(r"[\u4e00-\u9fff]+", page) == ["院", "中文"]


def test_pages_load_nothing_from_elsewhere_and_no_script(forum: Forum) -> None:
    response = forum.browser().http.get("/")
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "<script" not in response.text
    assert "style=" not in response.text


def test_a_link_to_elsewhere_is_not_followed_after_sign_in(forum: Forum) -> None:
    visitor = forum.browser()
    done = visitor.send("/sign-in/?next=https%3A%2F%2Fexample.invalid%2F", name="新街坊甲")
    assert done.url.host == "127.0.0.1"


def test_a_nickname_that_is_taken_is_refused(forum: Forum) -> None:
    assert "这个昵称已经有人用了" in forum.browser().send("/sign-in/", name="王阿姨").text


def test_it_answers_this_machine_s_names_alone(forum: Forum) -> None:
    assert forum.browser().http.get("/", headers={"Host": "example.invalid"}).status_code == 400
    assert forum.said.startswith(f"邻里小院 {forum.url}")
