"""What waits at the desk about rumours: a question, and a correction that needs a second editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linli.station.desk.kinds import Act, CaseFacts, Choice, Description, Field, Kind
from linli.station.people.roles import Role
from linli.station.rumours import panels, selectors, services
from linli.vocabulary import LinliError, Text

LABEL = Field(
    "label",
    Text("给转发它的帖子加注", "Label posts that repeat it"),
    choices=(("yes", Text("同意：加注说明和链接，不做别的", "Agreed: a note with the link, nothing more")),),
    help=Text(
        "这是单独的一道同意。只有结论可靠、说法明确时才选。",
        "A consent of its own: only where the verdict is firm and the claim distinct.",
    ),
)
PUBLISH_DOES = Text(
    "公开发布，签名送往其他站，告知所有问过的人。",
    "It is published, signed for other stations, and everyone who asked is told.",
)


def describe(community_id: int, subject_type: str, subject_id: str) -> Description:
    """The claim or the check as it stands."""
    if subject_type == "check":
        check = selectors.check_by_uid(community_id=community_id, uid=subject_id)
        return Description(check.title, {"check": check.uid, "version": check.version})
    claim = selectors.claim_by_uid(community_id=community_id, uid=subject_id)
    return Description(claim.text[:120], {"claim": claim.uid, "text": claim.text})


def writers(case: CaseFacts) -> frozenset[int]:
    """Kept from a case: everyone who wrote of what it would publish."""
    if case.subject_type == "check":
        check = selectors.check_by_uid(community_id=case.community_id, uid=case.subject_id)
    else:
        claim = selectors.claim_by_uid(community_id=case.community_id, uid=case.subject_id)
        found = selectors.check_of(claim)
        if found is None:
            return frozenset()
        check = found
    return selectors.writers_of(check)


def publish(act: Act) -> dict[str, Any]:
    """The second editor agrees."""
    if act.case.subject_type == "check":
        uid = act.case.subject_id
    else:
        claim = selectors.claim_by_uid(community_id=act.case.community_id, uid=act.case.subject_id)
        check = selectors.check_of(claim)
        if check is None:
            raise LinliError(
                Text("还没有人写核查。", "Nobody has written a check yet."),
                field="choice",
                mend=Text("先写核查，再由另一位编辑发布。", "Write one first; another editor then publishes it."),
            )
        uid = check.uid
    made = services.check_publish(actor=act.actor, check_uid=uid, label=act.values.get("label") == "yes")
    return {"check": uid, "version": made.version}


def unpublish(act: Act, effect: Mapping[str, Any]) -> None:
    """Takes the publication back."""
    services.check_unpublish(actor=act.actor, check_uid=effect["check"])


def known(act: Act) -> dict[str, Any]:
    """A published check answers it: those who asked are told of its corrections from now on."""
    check = selectors.public_check(community_id=act.case.community_id, uid=act.values["check"])[0]
    claim = selectors.claim_by_uid(community_id=act.case.community_id, uid=act.case.subject_id)
    if claim.pk == check.claim_id:
        return {}
    services.claim_join(actor=act.actor, uid=claim.uid, into_uid=check.claim.uid)
    return {"claim": claim.uid}


def unknown(act: Act, effect: Mapping[str, Any]) -> None:
    """Takes `known` back."""
    if effect.get("claim"):
        services.claim_leave(actor=act.actor, uid=effect["claim"])


def send_back(act: Act) -> dict[str, Any]:
    """The second editor wants it done better."""
    services.check_send_back(actor=act.actor, check_uid=act.case.subject_id)
    return {}


RUMOUR = Kind(
    id=selectors.KIND,
    name=Text("求证", "Question"),
    describe=describe,
    answers=(
        Choice(
            "publish",
            Text("同意，发布核查", "Publish the check"),
            Text("核查好了，已经公开。", "It has been checked and published."),
            (LABEL,),
            publish,
            unpublish,
            PUBLISH_DOES,
        ),
        Choice(
            "known",
            Text("已有核查", "Checked before"),
            Text("这件事已经核查过。", "This has been checked before."),
            (Field("check", Text("哪一条", "Which"), required=True, limit=20),),
            known,
            unknown,
            Text("告知问的人；以后有更正也告知。", "Those who asked are told, and of later corrections too."),
        ),
        Choice(
            "no-fact",
            Text("不是可核实的事实", "Nothing to verify"),
            Text(
                "这句话说的是看法、预测或私事，不是可以查证的公共事实，我们不评判。",
                "An opinion, a forecast or a private matter is no fact that can be looked up: we do not judge it.",
            ),
            does=Text("只答复，不发布任何东西。", "It is answered; nothing is published."),
        ),
        Choice(
            "cannot",
            Text("目前查不清", "Cannot be settled now"),
            Text("我们查过，现有资料还不能下结论。", "We looked: what is known does not settle it."),
            does=Text("只答复；有新资料可以再写核查。", "It is answered; a check may follow when more is known."),
        ),
    ),
    fields=(
        Field("text", Text("想求证的话", "What to check"), required=True, multiline=True),
        Field("url", Text("链接", "Link"), limit=500),
    ),
    subject_types=(selectors.SUBJECT,),
    anonymous=True,
    promise_days=3,
    handler=Role.REVIEWER,
    excluded=writers,
    open_to_public=False,
    panel=panels.of_claim,
)
CORRECTION = Kind(
    id="correction",
    name=Text("更正核查", "Correction"),
    describe=describe,
    answers=(
        Choice(
            "publish",
            Text("同意，发布更正", "Publish the correction"),
            Text("更正已发布。", "The correction is published."),
            (LABEL,),
            publish,
            unpublish,
            PUBLISH_DOES,
        ),
        Choice(
            "back",
            Text("退回再改", "Send back"),
            Text("退回作者再改。", "It goes back to its author."),
            (),
            send_back,
            does=Text("公开的版本不变。", "What is public stays as it is."),
        ),
    ),
    subject_types=("check",),
    who=Role.KEEPER,
    promise_days=1,
    handler=Role.REVIEWER,
    excluded=writers,
    open_to_public=False,
    panel=panels.of_check,
)
