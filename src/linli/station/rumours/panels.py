"""What the second editor sees of a question or a correction: the claim, the draft, its sources with their copies."""

from __future__ import annotations

from typing import Any

from linli.station.desk.kinds import CaseFacts, Panel
from linli.station.people.actors import Actor
from linli.station.rumours import matching, selectors
from linli.station.rumours.models import Check, CheckState, Claim
from linli.station.rumours.wording import MEANS, TONES, VERDICTS
from linli.vocabulary import Text

TEMPLATE = "rumours/panels/claim.html"
SENT = Text("大家是怎么问的", "How people asked")
NO_FACT = Text(
    "这是个人看法或预测，没有可以查证的事实，所以不作核查。",
    "It is an opinion or a forecast with no fact to look up.",
)
CANNOT = Text(
    "我们查了公开资料，目前还不能下结论。", "We looked through what is public: it does not settle this yet."
)


def of_claim(_actor: Actor, case: CaseFacts) -> Panel:
    """A question."""
    claim = selectors.claim_by_uid(community_id=case.community_id, uid=case.subject_id)
    check = selectors.check_of(claim)
    known = _known(case.community_id, claim)
    return Panel(
        template=TEMPLATE,
        sent=SENT,
        context=_context(claim, check),
        options={"check": known},
        initial={"check": known[0][0] if known else ""},
        reasons={
            "publish": _reasons(check),
            "no-fact": (NO_FACT,),
            "cannot": (CANNOT,),
            "known": _known_reasons(known),
        },
    )


def of_check(_actor: Actor, case: CaseFacts) -> Panel:
    """A correction."""
    check = selectors.check_by_uid(community_id=case.community_id, uid=case.subject_id)
    return Panel(template=TEMPLATE, context=_context(check.claim, check), reasons={"publish": _reasons(check)})


def _context(claim: Claim, check: Check | None) -> dict[str, Any]:
    verdict = check.verdict if check else ""
    return {
        "claim": claim,
        "check": check,
        "ready": check is not None and check.state == CheckState.READY,
        "verdict": VERDICTS.get(verdict),
        "means": MEANS.get(verdict),
        "tone": TONES.get(verdict, ""),
        "evidence": list(check.evidence.order_by("pk")) if check else [],
        "asked": selectors.asked_about(claim).count(),
        "beside": selectors.beside(claim=claim, check=check),
    }


def _reasons(check: Check | None) -> tuple[Text, ...]:
    if check is None or not check.verdict:
        return ()
    name = VERDICTS[check.verdict]
    return (Text(f"结论：{name.zh}。{check.summary}", f"Verdict: {name.en}. {check.summary}"),)


def _known(community_id: int, claim: Claim) -> tuple[tuple[str, Text], ...]:
    """Published checks that may answer it, the likeliest first."""
    found = matching.own_checks(community_id=community_id, text=claim.text)
    near = {one.uid: one.content["title"] for one in found}
    rest = {c["uid"]: c["title"] for c in selectors.published(community_id=community_id)[:50]}
    return tuple((uid, Text(title, title)) for uid, title in (near | rest).items())


def _known_reasons(known: tuple[tuple[str, Text], ...]) -> tuple[Text, ...]:
    return tuple(
        Text(f"见已发布的核查：{title.zh}", f"See the published check: {title.en}") for _, title in known[:1]
    )
