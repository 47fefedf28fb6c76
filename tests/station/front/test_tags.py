"""The tags of the design system."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from linli.station.front.templatetags.linli import badge, bars, both, category_name, day, marked, merged, moment
from linli.vocabulary import Text

SPANS = st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=8)


def render(source: str, **context: object) -> str:
    return Template("{% load linli %}" + source).render(Context(context))


@given(st.text(max_size=30), SPANS)
def test_marking_changes_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    plain = re.sub(r"</?mark[^>]*>", "", str(marked(text, spans)))
    assert plain == str(marked(text))


@given(SPANS, st.integers(0, 30))
def test_merged_spans_are_apart_in_order_and_cover_the_same(spans: list[tuple[int, int]], length: int) -> None:
    out = merged(spans, length)
    assert all(a[1] < b[0] for a, b in pairwise(out))
    wanted = {i for start, end in spans for i in range(max(0, start), min(end, length))}
    assert {i for start, end in out for i in range(start, end)} == wanted


def test_marks_count_code_points_and_escape() -> None:
    assert str(marked("🙂<b>笨", [(1, 4)])) == ('🙂<mark data-from="［标出：" data-to="］">&lt;b&gt;</mark>笨')


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "辱骂与骚扰"), ("en", "insult and harassment")])
def test_harms_are_named_in_the_readers_language(language: str, shown: str) -> None:
    with translation.override(language):
        assert category_name("abuse").lower() == shown


def test_a_text_in_two_languages_is_halved() -> None:
    with translation.override("en"):
        assert [both(Text("中", "en")), both({"zh": "中", "en": "en"}), both("中")] == ["en", "en", "中"]
    with translation.override("zh-hans"):
        assert [both(Text("中", "en")), both({"zh": "中", "en": "en"})] == ["中", "中"]


def test_a_badge_of_an_unknown_state_shows_it_escaped() -> None:
    assert "&lt;x&gt;" in str(badge("action", "<x>"))
    assert "danger" in str(badge("action", "remove"))


def test_times_are_local_and_name_another_year() -> None:
    at = datetime(2020, 1, 31, 16, 5, tzinfo=UTC)
    with translation.override("zh-hans"):
        assert [moment(at), day(at)] == ["2020年2月1日 00:05", "2020年2月1日"]
    with translation.override("en"):
        assert [moment(at), day(at)] == ["1 Feb 2020 00:05", "1 Feb 2020"]
    assert [moment(None), day(None)] == ["", ""]


def test_bars_are_measured_by_the_longest() -> None:
    shown = bars("题", [("甲", 40), ("乙", 10), ("丙", 0)])["bars"]
    assert [bar["share"] for bar in shown] == ["100.0", "25.0", "0.0"]  # type: ignore[index]
    assert bars("题", [])["bars"] == []
    assert bars("题", [("甲", 0)])["bars"][0]["share"] == "0.0"  # type: ignore[index]


class Small(forms.Form):
    harm = forms.ChoiceField(label="类型", choices=[("abuse", "辱骂"), ("fraud", "诈骗")], widget=forms.RadioSelect)
    story = forms.CharField(label="经过", help_text="写一两句。")
    extra = forms.CharField(label="补充", required=False)


def test_a_field_is_tied_to_its_label_hint_and_errors() -> None:
    html = render("{% field form.story %}", form=Small({"harm": "abuse"}))
    assert 'for="id_story"' in html
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    for name in described.group(1).split():
        assert f'id="{name}"' in html
    assert 'aria-invalid="true"' in html


def test_only_what_may_be_left_out_says_so() -> None:
    assert "选填" in render("{% field form.extra %}", form=Small())
    assert "选填" not in render("{% field form.story %}", form=Small())


def test_choice_cards_keep_the_choice_and_refer_to_icons() -> None:
    html = render('{% choice_cards form.harm "two" notes %}', form=Small({"harm": "fraud"}), notes={"abuse": "骂人"})
    assert re.search(r'value="fraud"[^>]*checked', html)
    assert "icons.svg#abuse" in html
    assert "<small>骂人</small>" in html
    assert "<legend>类型" in html


def test_the_summary_links_every_problem_to_something_on_the_page() -> None:
    html = render(
        "{% error_summary form %}{% choice_cards form.harm %}{% field form.story %}{% field form.extra %}",
        form=Small({}),
    )
    anchors = re.findall(r'href="#([^"]+)"', html)
    assert len(anchors) >= 2
    assert all(f'id="{anchor}"' in html for anchor in anchors if not anchor.startswith("icons"))
    assert render("{% error_summary form %}", form=Small()).strip() == ""


def test_pages_keep_the_filters_of_a_list() -> None:
    request = RequestFactory().get("/desk/", {"kind": "report", "page": "2"})
    html = render('{% include "parts/pages.html" %}', page=Paginator(range(90), 10).page(2), request=request)
    assert "?kind=report&amp;page=3" in html
    assert 'aria-current="page">2<' in html


def test_steps_tell_what_is_done_and_where_one_is() -> None:
    html = render('{% steps 2 "甲" "乙" "丙" %}')
    assert html.count("done") == 1
    assert re.search(r'aria-current="step"><span class="name">乙', html)
