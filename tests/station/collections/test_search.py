"""A word of two characters is found wherever it stands, in either script and by its sound."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from linli.station.collections import selectors
from linli.station.collections.models import Item
from linli.station.collections.terms import asked, stored

TEXT = "寒食东风御柳斜。日暮汉宫传蜡烛，\n轻烟散入五侯家。"


def titles(held: Item, text: str, **more: object) -> list[str]:
    found = selectors.search(community_id=held.community_id, text=text, **more)  # type: ignore[arg-type]
    return [one.title for one in found.items]


@pytest.mark.parametrize(
    "text",
    ["寒食", "食东", "東風", "蜡烛", "蠟燭", "轻烟散入", "五侯 汉宫", "烟", "hanshi", "han shi", "HanGong", "lazhu"],
)
def test_it_is_found(add: Callable[..., Item], text: str) -> None:
    held = add("寒食", creator="韩翃", transcription=TEXT)
    assert titles(held, text) == ["寒食"]


@pytest.mark.parametrize("text", ["风东", "汉宫传烛", "hanshifeng", "candle", "", "，。", '"', "* OR *", "a" * 300])
def test_what_does_not_stand_there_is_not_found(add: Callable[..., Item], text: str) -> None:
    held = add("寒食", transcription=TEXT)
    assert titles(held, text) == []


def test_a_line_break_parts_no_word(add: Callable[..., Item]) -> None:
    held = add("竖排的书", transcription="庆历中有布衣毕\n昇又为活\u200b板")
    assert titles(held, "毕昇") == titles(held, "活板") == ["竖排的书"]


def test_words_of_other_scripts_and_numbers(add: Callable[..., Item]) -> None:
    held = add("Three Character Classic", description="Printed in 1848, ISBN ７５０")
    assert titles(held, "classic THREE") == titles(held, "1848") == titles(held, "750") == [held.title]


def test_the_title_comes_first(add: Callable[..., Item]) -> None:
    add("别的", transcription="说到清明")
    held = add("清明", transcription="别的")
    assert titles(held, "清明") == ["清明", "别的"]


def test_rooms_and_collections_narrow_it(add: Callable[..., Item]) -> None:
    held = add("清明", rooms=["3-8"])
    add("清明又", rooms=["elder"])
    assert titles(held, "清明", room="3-8") == ["清明"]
    assert titles(held, "清明", collection_id=held.collection_id + 1) == []


def test_characters_outside_the_first_plane(add: Callable[..., Item]) -> None:
    held = add("𠮷野家𪚥")
    assert titles(held, "𠮷野") == titles(held, "𪚥") == ["𠮷野家𪚥"]


def test_the_same_is_stored_as_is_asked() -> None:
    _, terms = stored("清明時節雨紛紛")
    for way in asked("時節").clauses + asked("shijie").clauses[-1:]:
        assert any(set(one) <= terms for one in way)
