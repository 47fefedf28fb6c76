"""A proposal at the desk: every one gets an answer, and the answer is public with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linli.station.desk.kinds import Act, CaseFacts, Choice, Description, Kind, Panel
from linli.station.people.actors import Actor
from linli.station.people.roles import Role
from linli.station.programme import selectors, services
from linli.station.programme.models import Proposal
from linli.vocabulary import Text

S = Proposal.State


def describe(community_id: int, _subject_type: str, subject_id: str) -> Description:
    """The proposal as it was sent."""
    found = selectors.proposal_by_uid(community_id=community_id, uid=subject_id)
    return Description(found.title, {"title": found.title, "text": found.text})


def panel(_actor: Actor, case: CaseFacts) -> Panel:
    """Its words, and whether its sender wants it shown."""
    found = selectors.proposal_by_uid(community_id=case.community_id, uid=case.subject_id)
    return Panel("programme/panel.html", context={"proposal": found})


def answer(state: str) -> Callable[[Act], dict[str, Any]]:
    """The effect of an answer: the proposal's state and the words, which everyone may read."""

    def effect(act: Act) -> dict[str, Any]:
        before = services.proposal_answer(actor=act.actor, uid=act.case.subject_id, state=state, answer=act.reason)
        return {"before": before}

    return effect


def back(act: Act, _effect: Mapping[str, Any]) -> None:
    """It waits for an answer again."""
    services.proposal_answer(actor=act.actor, uid=act.case.subject_id, state=S.WAITING, answer="")


SHOWN = Text("理由会和建议一起公开（提建议的人愿意的话）。", "The reason is shown with it, if its sender wants that.")


def _choice(state: str, name: Text, outcome: Text) -> Choice:
    return Choice(state, name, outcome, (), answer(state), back, SHOWN)


PROPOSAL = Kind(
    id="proposal",
    name=Text("建议", "Proposal"),
    subject_types=("proposal",),
    who=Role.VISITOR,
    anonymous=True,
    promise_days=15,
    handler=Role.LEAD,
    describe=describe,
    panel=panel,
    open_to_public=False,
    answers=(
        _choice(S.ADOPTED, Text("采纳", "Adopt"), Text("采纳了，怎么做见下。", "Adopted; how is below.")),
        _choice(
            S.PARTLY,
            Text("部分采纳", "Adopt in part"),
            Text("部分采纳，理由见下。", "Adopted in part; why is below."),
        ),
        _choice(
            S.DECLINED, Text("不采纳", "Decline"), Text("这次不采纳，理由见下。", "Not this time; why is below.")
        ),
    ),
)
