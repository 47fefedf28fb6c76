"""The stylesheet and the sprite keep their promises in both modes, whatever a page looks like today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from linli.station.front import wording
from linli.station.front.samples import ICON_NAMES

STATION = Path(wording.__file__).parent.parent
CSS = (STATION / "front" / "static" / "linli" / "linli.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "surface", "sunken")
TONES = ("ok", "info", "warn", "danger", "brand", "accent")
PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-2", "brand", "danger") for ground in GROUNDS],
    *[(tone, f"{tone}-soft") for tone in TONES],
    *[("ink", f"{tone}-soft") for tone in TONES],
    ("ink", "haze"),
    ("ink-2", "haze"),
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
    ("on-mark", "mark"),
    ("surface", "danger"),
]


def block(selector: str) -> str:
    """The declarations of the first rule with this selector."""
    start = CSS.index(selector + " {")
    return CSS[start + len(selector) + 2 : CSS.index("}", start)]


def colours(selector: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})", block(selector)))


LIGHT, DARK = colours(":root"), colours(':root[data-theme="dark"]')
ELDER = LIGHT | colours(':root[data-elder="on"]')
ELDER_DARK = DARK | colours(':root[data-elder="on"][data-theme="dark"]')


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("mode", [LIGHT, DARK, ELDER, ELDER_DARK], ids=["light", "dark", "elder", "elder-dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_has_enough_contrast(mode: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(mode[ink], mode[ground]) >= 4.5


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("line", ["line-strong", "focus"])
def test_edges_and_focus_can_be_seen(mode: dict[str, str], line: str) -> None:
    for ground in ("paper", "surface"):
        assert contrast(mode[line], mode[ground]) >= 3


def test_dark_is_the_same_by_choice_and_by_device() -> None:
    def told(text: str) -> list[str]:
        return re.sub(r"\s+", " ", text).strip().split(";")

    assert told(block(':root[data-theme="dark"]')) == told(block(':root:not([data-theme="light"])'))
    assert set(DARK) == set(LIGHT)


def test_every_colour_in_use_has_a_role() -> None:
    rules = CSS[CSS.index("/* Ground") :]
    loose = [found for found in re.findall(r"#[0-9a-f]{3,6}\b", rules) if found not in ("#fff", "#000")]
    assert loose == []
    assert set(re.findall(r"var\(--([a-z0-9-]+)\)", CSS)) <= set(re.findall(r"--([a-z0-9-]+):", CSS))


def test_every_icon_that_is_asked_for_is_drawn() -> None:
    asked = {look.icon for looks in wording.LOOKS.values() for look in looks.values()}
    asked |= {place.icon for place in (*wording.TABS, *wording.STAFF_PLACES)} | set(wording.ICONS.values())
    for template in STATION.rglob("templates/**/*.html"):
        asked |= set(re.findall(r'{% icon "([^"]+)"', template.read_text(encoding="utf-8")))
    assert asked <= set(ICON_NAMES)


# Read from a disk, without a station, or pasted into another place: these bring their own style.
ELSEWHERE = {
    STATION / "shield/templates/shield/evidence.html",
    STATION / "publishing/templates/publishing/chat.html",
}


def test_no_template_has_an_inline_style_or_script() -> None:
    found = []
    for template in set(STATION.rglob("templates/**/*.html")) - ELSEWHERE:
        text = template.read_text(encoding="utf-8")
        if re.search(r"<[^>]+\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*json)", text):
            found.append(template.name)
    assert found == []
