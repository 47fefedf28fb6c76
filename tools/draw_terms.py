#!/usr/bin/env python3
"""Draws the twenty-four solar terms for the sample library: hills, the sun in its height, what the season brings.

    tools/draw_terms.py            writes src/linli/data/sample/library/term-01.png … term-24.png

Our own drawings, the same for the same version of Pillow.
"""

from __future__ import annotations

import math
import random
from pathlib import Path

from PIL import Image, ImageDraw

OUT = Path(__file__).resolve().parent.parent / "src" / "linli" / "data" / "sample" / "library"
WIDE, HIGH, FINE, COLOURS = 960, 720, 2, 64
Colour = tuple[int, int, int]
# sky above, sky below, far hills, near hills, ground; by season from early spring to late winter
SEASONS: list[tuple[Colour, ...]] = [
    ((214, 231, 232), (247, 240, 224), (146, 176, 164), (110, 152, 116), (196, 190, 140)),
    ((196, 224, 238), (250, 244, 226), (128, 178, 150), (84, 146, 92), (150, 186, 106)),
    ((158, 208, 238), (250, 240, 206), (96, 164, 128), (52, 122, 74), (116, 164, 76)),
    ((132, 190, 232), (255, 236, 190), (82, 150, 120), (36, 104, 66), (140, 160, 66)),
    ((182, 206, 224), (253, 226, 186), (150, 150, 108), (168, 118, 56), (206, 166, 84)),
    ((196, 206, 218), (250, 222, 192), (150, 136, 116), (150, 92, 56), (188, 150, 100)),
    ((202, 212, 224), (240, 236, 232), (156, 166, 176), (120, 132, 142), (226, 226, 222)),
    ((190, 202, 218), (236, 236, 240), (170, 182, 194), (206, 214, 222), (244, 246, 248)),
]
WHAT = [
    "sprout", "rain", "thunder", "blossom", "willow", "rain", "lotus", "wheat", "rice", "sun", "bamboo", "stars",
    "leaves", "stars", "reeds", "moon", "dew", "frost", "leaves", "flakes", "snow", "snow", "plum", "plum",
]  # fmt: skip


def main() -> None:
    """Writes all of them."""
    OUT.mkdir(parents=True, exist_ok=True)
    for number in range(24):
        drawn = draw(number).resize((WIDE, HIGH), Image.Resampling.LANCZOS)
        drawn.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            OUT / f"term-{number + 1:02}.png", optimize=True
        )


def draw(number: int) -> Image.Image:
    """One term, at `FINE` times its size."""
    above, below, far, near, ground = SEASONS[number // 3]
    dice = random.Random(number)
    picture = Image.new("RGB", (WIDE * FINE, HIGH * FINE), above)
    pen = ImageDraw.Draw(picture)
    bands = 8
    for band in range(bands):
        top = HIGH * FINE * band * 6 // bands // 10
        pen.rectangle((0, top, WIDE * FINE, HIGH * FINE), fill=_between(above, below, band / bands))
    _sun(pen, number)
    _hills(pen, far, 400, 70, number * 0.7)
    _hills(pen, near, 480, 60, number * 1.3 + 2)
    _hills(pen, ground, 570, 26, number * 0.4 + 4)
    DRAWN[WHAT[number]](pen, dice)
    return picture


def _between(one: Colour, other: Colour, share: float) -> Colour:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


def _sun(pen: ImageDraw.ImageDraw, number: int) -> None:
    """As high as it stands at noon: highest at the summer solstice, the tenth term."""
    height = math.cos((number - 9) / 24 * 2 * math.pi)
    night = WHAT[number] in {"moon", "stars", "frost"}
    _disc(pen, 690, 190 - 90 * height, 46, (252, 248, 226) if night else (238, 132, 72))


def _hills(pen: ImageDraw.ImageDraw, colour: Colour, base: int, swing: int, phase: float) -> None:
    line = [
        (x * FINE, (base + swing * math.sin(x / 150 + phase) * math.cos(x / 410 + phase / 2)) * FINE)
        for x in range(0, WIDE + 8, 8)
    ]
    pen.polygon([(0, HIGH * FINE), *line, (WIDE * FINE, HIGH * FINE)], fill=colour)


def _disc(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, colour: Colour) -> None:
    pen.ellipse(((x - r) * FINE, (y - r) * FINE, (x + r) * FINE, (y + r) * FINE), fill=colour)


def _line(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]], width: int, colour: Colour) -> None:
    pen.line([(x * FINE, y * FINE) for x, y in points], fill=colour, width=width * FINE, joint="curve")


def _sprout(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for x in range(60, WIDE, 75):
        y = 640 + dice.randint(-20, 40)
        _line(pen, [(x, y), (x, y - 46)], 5, (62, 112, 58))
        for side in (-1, 1):
            _line(pen, [(x, y - 24), (x + side * 14, y - 44), (x + side * 26, y - 46)], 6, (92, 152, 66))


def _rain(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for _ in range(150):
        x, y = dice.randint(0, WIDE), dice.randint(0, HIGH - 60)
        _line(pen, [(x, y), (x - 9, y + 36)], 2, (112, 146, 172))
    _sprout(pen, dice)


def _thunder(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    _line(pen, [(380, 40), (340, 160), (390, 170), (330, 320)], 9, (244, 196, 72))
    _sprout(pen, dice)


def _blossom(pen: ImageDraw.ImageDraw, dice: random.Random, petal: Colour = (238, 158, 172)) -> None:
    _line(pen, [(-10, 330), (180, 262), (340, 170), (470, 140)], 15, (98, 70, 54))
    _line(pen, [(180, 262), (300, 280), (400, 262)], 9, (98, 70, 54))
    for _ in range(46):
        x = dice.randint(40, 460)
        y = 320 - x * 0.38 + dice.randint(-34, 44)
        for turn in range(5):
            angle = turn * 2 * math.pi / 5
            _disc(pen, x + 9 * math.cos(angle), y + 9 * math.sin(angle), 7, petal)
        _disc(pen, x, y, 4, (244, 214, 96))


def _plum(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    _blossom(pen, dice, (196, 54, 66))
    _flakes(pen, dice)


def _willow(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for x in range(20, 440, 34):
        long = dice.randint(220, 400)
        line = [(x + 10 * math.sin(y / 60 + x), y) for y in range(0, long, 20)]
        _line(pen, line, 3, (96, 140, 62))
        for px, py in line[2:]:
            _line(pen, [(px, py), (px + dice.choice((-11, 11)), py + 13)], 4, (126, 174, 76))


def _lotus(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for x in range(90, WIDE, 150):
        y = 640 + dice.randint(-16, 24)
        pen.ellipse(((x - 66) * FINE, (y - 16) * FINE, (x + 66) * FINE, (y + 20) * FINE), fill=(46, 120, 84))
    for x in (250, 560, 790):
        _line(pen, [(x, 640), (x, 540)], 5, (46, 112, 72))
        for lean in (-30, -15, 0, 15, 30):
            _line(pen, [(x, 548), (x + lean, 496)], 15, (236, 138, 158))


def _ears(pen: ImageDraw.ImageDraw, dice: random.Random, colour: Colour) -> None:
    for x in range(20, WIDE, 26):
        y = 700 - dice.randint(0, 60)
        lean = dice.randint(-16, 22)
        _line(pen, [(x, y), (x + lean, y - 96)], 3, (134, 146, 62))
        for k in range(6):
            _disc(pen, x + lean + (5 if k % 2 else -5), y - 92 - k * 8, 6, colour)


def _wheat(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    _ears(pen, dice, (206, 176, 78))


def _rice(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for row in range(4):
        for x in range(30 + row * 12, WIDE, 62):
            y = 610 + row * 30
            for lean in (-9, 0, 9):
                _line(pen, [(x, y), (x + lean, y - 28)], 4, (70, 150, 66))
    _ = dice


def _high_sun(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for turn in range(16):
        angle = turn * math.pi / 8
        near, far = (690 + 62 * math.cos(angle), 100 + 62 * math.sin(angle)), 92
        _line(pen, [near, (690 + far * math.cos(angle), 100 + far * math.sin(angle))], 6, (238, 132, 72))
    _lotus(pen, dice)


def _bamboo(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for x in (110, 190, 290):
        for y in range(0, 640, 78):
            _line(pen, [(x, y), (x, y + 72)], 14, (58, 128, 78))
            side = dice.choice((-1, 1))
            for k in (0, 14, 28):
                _line(pen, [(x, y + 40), (x + side * (46 + k), y + 20 + k)], 8, (84, 154, 88))


def _stars(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for _ in range(60):
        _disc(pen, dice.randint(0, WIDE), dice.randint(0, 330), dice.choice((2, 3, 4)), (255, 250, 222))
    _bamboo(pen, dice)


def _leaves(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for _ in range(44):
        x, y = dice.randint(0, WIDE), dice.randint(60, HIGH - 30)
        lean = dice.randint(-16, 16)
        colour = dice.choice(((206, 112, 48), (226, 158, 62), (176, 74, 46)))
        _line(pen, [(x, y), (x + 12, y + lean), (x + 24, y)], 10, colour)


def _reeds(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for x in range(16, WIDE, 30):
        high = dice.randint(120, 230)
        _line(pen, [(x, 710), (x + 8, 710 - high), (x + 26, 696 - high)], 4, (124, 132, 82))
        for k in range(6):
            _disc(pen, x + 12 + k * 5, 706 - high + k * 5, 7, (236, 230, 214))


def _frost(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for _ in range(90):
        x, y = dice.randint(0, WIDE), dice.randint(560, HIGH)
        _line(pen, [(x - 6, y), (x + 6, y)], 2, (248, 250, 252))
        _line(pen, [(x, y - 6), (x, y + 6)], 2, (248, 250, 252))
    _leaves(pen, dice)


def _flakes(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for _ in range(80):
        _disc(pen, dice.randint(0, WIDE), dice.randint(0, HIGH), dice.choice((3, 4, 6)), (255, 255, 255))


def _snow(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    _hills(pen, (250, 251, 253), 600, 18, 1.0)
    _flakes(pen, dice)


DRAWN = {
    "sprout": _sprout,
    "rain": _rain,
    "thunder": _thunder,
    "blossom": _blossom,
    "plum": _plum,
    "willow": _willow,
    "lotus": _lotus,
    "wheat": _wheat,
    "rice": _rice,
    "sun": _high_sun,
    "bamboo": _bamboo,
    "stars": _stars,
    "leaves": _leaves,
    "reeds": _reeds,
    "moon": _reeds,
    "dew": _reeds,
    "frost": _frost,
    "flakes": _flakes,
    "snow": _snow,
}

if __name__ == "__main__":
    main()
