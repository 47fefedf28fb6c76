"""The policy in the how-to page is a policy that works."""

from __future__ import annotations

import re
from pathlib import Path

from linli.policy import lint, load_text

PAGE = Path(__file__).resolve().parents[3] / "docs/how-to/write-a-policy.md"


def test_the_example_is_clean_and_extends_the_base() -> None:
    found = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    assert lint(found[1]) == []
    policy = load_text(found[1])
    assert policy.name == "my-forum@1.0.0"
    assert {rule.id for rule in policy.rules} >= {"spot-advert", "abuse-words"}
