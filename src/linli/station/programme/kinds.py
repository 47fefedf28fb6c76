"""Three kinds at the desk: a proposal, an application for a grant, and what the youth council answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linli.station.desk.kinds import Act, CaseFacts, Choice, Description, Field, Kind, Panel
from linli.station.people.actors import Actor
from linli.station.people.roles import Role
from linli.station.programme import selectors, services
from linli.station.programme.models import Proposal, Question
from linli.vocabulary import LinliError, Text

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


def describe_application(community_id: int, _subject_type: str, subject_id: str) -> Description:
    """What is asked for; nobody's name."""
    found = selectors.application_by_uid(community_id=community_id, uid=subject_id)
    return Description(found.title, {"title": found.title, "text": found.text, "asked": found.asked})


def application_panel(_actor: Actor, case: CaseFacts) -> Panel:
    """The application with its reviews."""
    found = selectors.application_by_uid(community_id=case.community_id, uid=case.subject_id)
    context = {
        "application": found,
        "reviews": selectors.reviews(found),
        "left": found.call.pot - selectors.awarded(found.call),
    }
    return Panel("programme/application_panel.html", context=context, initial={"award": f"{found.asked / 100:.2f}"})


def kept_out(case: CaseFacts) -> frozenset[int]:
    """Kept from the case: who sent it and who declared a part in it."""
    found = selectors.application_by_uid(community_id=case.community_id, uid=case.subject_id)
    return frozenset(selectors.kept_out(found))


def award(act: Act) -> dict[str, Any]:
    """Gives the sum."""
    typed = act.values.get("award", "")
    try:
        cents = round(float(typed) * 100)
    except (ValueError, OverflowError):
        cents = 0
    if cents <= 0:
        raise LinliError(
            Text("请写给多少元。", "Say how many yuan."),
            field="award",
            value=typed,
            mend=Text("只写数字，例如 800。", "The number alone, such as 800."),
        )
    return services.grant_decide(actor=act.actor, uid=act.case.subject_id, award=cents, reason=act.reason)


def refuse(act: Act) -> dict[str, Any]:
    """Not this time."""
    return services.grant_decide(actor=act.actor, uid=act.case.subject_id, award=0, reason=act.reason)


def restore(act: Act, effect: Mapping[str, Any]) -> None:
    """As it was before the answer."""
    services.grant_restore(actor=act.actor, uid=act.case.subject_id, before=effect)


GRANT = Kind(
    id="grant",
    name=Text("资助申请", "An application for a grant"),
    subject_types=("application",),
    who=Role.MEMBER,
    promise_days=20,
    handler=Role.LEAD,
    describe=describe_application,
    panel=application_panel,
    excluded=kept_out,
    open_to_public=False,
    answers=(
        Choice(
            "awarded",
            Text("资助", "Award"),
            Text("您的申请得到了资助，理由和金额见申请页。", "It has a grant; the sum and why are on its page."),
            (Field("award", Text("给多少元", "Yuan"), required=True, limit=14),),
            award,
            restore,
            Text(
                "项目、金额和理由一起公开；要第二个人同意。",
                "The project, the sum and the reason become public; it takes a second person.",
            ),
            two=lambda _values: True,
        ),
        Choice(
            "declined",
            Text("这次不资助", "Not this time"),
            Text(
                "这次没有资助，理由见下；您可以请另一个人再看。",
                "No grant this time; why is below. You may ask for another person's look.",
            ),
            (),
            refuse,
            restore,
            Text("不公开。", "Nothing of it becomes public."),
        ),
    ),
)


def describe_question(community_id: int, _subject_type: str, subject_id: str) -> Description:
    """The question and the council's answer."""
    found = selectors.question(community_id=community_id, uid=subject_id)
    return Description(found.text, {"question": found.text, "answer": found.draft})


def question_panel(_actor: Actor, case: CaseFacts) -> Panel:
    """The question, what members said, and the answer they agreed on."""
    found = selectors.question(community_id=case.community_id, uid=case.subject_id)
    return Panel("programme/question_panel.html", context={"question": found, "voices": selectors.voices(found)})


def reply(state: str) -> Callable[[Act], dict[str, Any]]:
    """The effect of a reply: the words under the council's answer."""
    return lambda act: dict(
        services.question_reply(actor=act.actor, uid=act.case.subject_id, state=state, reply=act.reason)
    )


def unsay(act: Act, effect: Mapping[str, Any]) -> None:
    """As it was before the reply."""
    services.question_reply(
        actor=act.actor, uid=act.case.subject_id, state=str(effect["state"]), reply=str(effect["reply"])
    )


TOLD = Text("您的话和理由公开在议事页。", "Your words and why are public on the council's page.")


def _reply(state: str, name: Text, outcome: Text) -> Choice:
    return Choice(state, name, outcome, (), reply(state), unsay, TOLD)


COUNCIL = Kind(
    id="council",
    name=Text("青年议事的答复", "What the youth council answered"),
    subject_types=("question",),
    who=Role.MEMBER,
    promise_days=10,
    handler=Role.LEAD,
    describe=describe_question,
    panel=question_panel,
    open_to_public=False,
    answers=(
        _reply(Question.Reply.DO, Text("照做", "Do it"), Text("照做，怎么做见下。", "It is done; how is below.")),
        _reply(
            Question.Reply.PARTLY,
            Text("部分照做", "In part"),
            Text("部分照做，理由见下。", "Done in part; why is below."),
        ),
        _reply(
            Question.Reply.NOT,
            Text("没有照做", "Not done"),
            Text("这次没有照做，理由见下。", "Not done this time; why is below."),
        ),
    ),
)
