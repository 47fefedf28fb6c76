"""The policy as an agreement: its clauses are what people agree to, and what changed is said in words."""

from __future__ import annotations

from datetime import datetime

from linli.policy import Change, Policy, changes, material
from linli.station.conduct import services as conduct
from linli.station.conduct.services import Wording
from linli.station.people.actors import system
from linli.vocabulary import Text

RULES = "rules"
HOW = {"added": Text("新增", "added"), "removed": Text("删去", "removed"), "changed": Text("改为", "now")}


def agreement_follow(*, community_id: int, before: Policy | None, policy: Policy, now: datetime) -> None:
    """Publishes the agreement of a policy that has just come into effect."""
    found = changes(before, policy) if before is not None else ()
    conduct.agreement_publish(
        actor=system(community_id, "policy"),
        name=RULES,
        reference=policy.name,
        wording=Wording(policy.title, _clauses(policy), _said(found), "/rules/"),
        material=before is None or material(found),
        effective_at=now,
    )


def _clauses(policy: Policy) -> Text:
    parts = [(f"{c.id} {c.title.zh}\n{c.text.zh}", f"{c.id} {c.title.en}\n{c.text.en}") for c in policy.clauses]
    return Text("\n\n".join(zh for zh, _ in parts), "\n\n".join(en for _, en in parts))


def _said(found: tuple[Change, ...]) -> Text:
    """What changed and matters to people, a line each; all that changed where nothing of it does."""
    chosen = [change for change in found if change.material] or list(found)
    lines = [_line(change) for change in chosen]
    return Text("\n".join(line.zh for line in lines), "\n".join(line.en for line in lines))


def _line(change: Change) -> Text:
    how = HOW[change.how]
    told = [d for d in change.differences if d.field in ("text", "title", "action", "explain")] or change.differences
    what = told[-1].after if change.how != "removed" else told[-1].before
    return Text(f"{change.title.zh}（{how.zh}）：{what.zh}", f"{change.title.en} ({how.en}): {what.en}")
