"""Giving a good-netizen badge to one who did what it stands for."""

from __future__ import annotations

from linli.station.activities.netizen import badges
from linli.station.credentials.services import credential_issue
from linli.station.people.actors import Actor, NotFound
from linli.vocabulary import LinliError, Text


def badge_take(*, actor: Actor, badge: str, name: str) -> str:
    """The code of a signed badge under the name they give; an error before it is earned."""
    found = next((one for one in badges(actor=actor) if one.achievement.id == badge), None)
    if found is None:
        raise NotFound(Text("没有这枚徽章。", "There is no such badge."), field="badge", value=badge[:60])
    if not found.done:
        raise LinliError(
            Text("还没有做满，或者还没有人确认。", "It is not done yet, or nobody has confirmed it."),
            field="badge",
            value=badge,
            mend=found.achievement.criteria,
        )
    evidence = [{"name": found.achievement.name.zh, "narrative": found.achievement.criteria.zh}]
    _, code = credential_issue(actor=actor, achievement=found.achievement, name=name, evidence=evidence)
    return code
