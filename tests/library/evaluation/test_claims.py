"""Matching measured on CHECKED with long distractors. The sets are not shipped (`LINLI_SETS`: their folder).

Construction: the 342 debunked posts of CHECKED whose notice cites a link are grouped by the first link that is not
the site's own rules; a group's check is the notice of its earliest post (the sentence in quotation marks is the
claim, the rest without links and sanctions explains), and its later posts are the questions. All real posts of
CHECKED and all posts of CED are further claims. The groups are halved by a fixed draw: the weights and thresholds of
`claims_match` were set on the first half, figures are those of the second.
"""

from __future__ import annotations

import csv
import os
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from linli.detectors.claims_match import Claim, Level, Matcher

SETS = Path(os.environ.get("LINLI_SETS", "nowhere"))
CHECKED, CED = SETS / "checked" / "checked_posts.csv", SETS / "ced" / "ced_posts.csv"
LINK = re.compile(r"https?://[A-Za-z0-9./?=&_%#-]+")
QUOTED = re.compile(r"[“\"]\s*([^”\"]{6,}?)\s*[”\"]")
SANCTION = re.compile(r"https?://\S+|^经查|被举报人.*|被投诉人.*|现根据.*|详情.*")

pytestmark = [
    pytest.mark.evaluation,
    pytest.mark.skipif(not CHECKED.exists() or not CED.exists(), reason="set LINLI_SETS to the folder of the sets"),
]


@dataclass(frozen=True, slots=True)
class Question:
    """A later post of a group, and whether its group belongs to the half that settings were made on."""

    group: str
    text: str
    first_half: bool


def rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def scene() -> tuple[list[Claim], list[Claim], list[Question]]:
    posts, groups = rows(CHECKED), defaultdict(list)
    for post in posts:
        cited = [link.rstrip(".") for link in LINK.findall(post["analysis"]) if "service.account" not in link]
        if post["label"] == "fake" and cited:
            groups[cited[0]].append(post)
    half = set(random.Random(1).sample(range(len(groups)), len(groups) // 2))
    checks, questions = [], []
    for number, found in enumerate(groups.values()):
        found.sort(key=lambda post: post["date"])
        notice = found[0]["analysis"]
        quoted = QUOTED.search(notice)
        claim = quoted[1] if quoted else notice[:80]
        checks.append(Claim(f"c{number}", claim, about=SANCTION.sub("", notice)))
        questions += [Question(f"c{number}", post["text"], number in half) for post in found[1:]]
    others = [post["text"] for post in posts if post["label"] != "fake"] + [post["text"] for post in rows(CED)]
    return checks, [Claim(f"d{i}", text) for i, text in enumerate(others)], questions


def test_the_right_check_comes_first(scene: tuple[list[Claim], list[Claim], list[Question]]) -> None:
    checks, others, questions = scene
    matcher = Matcher([*checks, *others])
    ranks = []
    for question in questions:
        found = [m.claim.id for m in matcher.match(question.text, 20)]
        ranks.append(found.index(question.group) + 1 if question.group in found else 0)
    at_one, mean = sum(r == 1 for r in ranks) / len(ranks), sum(1 / r for r in ranks if r) / len(ranks)
    print(f"R@1 {at_one:.3f} MRR {mean:.3f} of {len(ranks)}")
    assert at_one >= 0.74  # among those shown at all; see docs/explanation/rumours.md for the bare ranking


def test_what_is_confirmed_is_right(scene: tuple[list[Claim], list[Claim], list[Question]]) -> None:
    checks, others, questions = scene
    matcher = Matcher([*checks, *others])
    asked = [q for q in questions if not q.first_half]
    right = wrong = stray = 0
    for question in asked:
        found = matcher.match(question.text)
        sure = found and found[0].level is Level.CONFIRM
        right += bool(sure and found[0].claim.id == question.group)
        wrong += bool(sure and found[0].claim.id != question.group)
    for group in {q.group for q in asked}:
        without = Matcher([*(c for c in checks if c.id != group), *others])
        for question in (q for q in asked if q.group == group):
            found = without.match(question.text)
            stray += bool(found and found[0].level is Level.CONFIRM)
            if found and found[0].level is Level.CONFIRM:
                print(question.text[:60], "=>", found[0].claim.text[:60])
    print(
        f"confirmed right {right / len(asked):.3f} wrong {wrong / len(asked):.3f}; "
        f"check removed {stray / len(asked):.3f}"
    )
    assert right / len(asked) >= 0.58
    assert stray / len(asked) <= 0.03
