"""A comment on a code at the desk: to be shown or not, by a person, with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linli.station.codes import selectors, services
from linli.station.codes.models import Comment
from linli.station.desk.kinds import Act, CaseFacts, Choice, Description, Field, Kind
from linli.station.people.roles import Role
from linli.vocabulary import Text

C = Comment.State


def describe(community_id: int, _subject_type: str, subject_id: str) -> Description:
    """The comment as it stands."""
    found = selectors.comment(community_id=community_id, uid=subject_id)
    return Description(found.text[:60], {"text": found.text, "code": found.version.code.title, "state": found.state})


def excluded(case: CaseFacts) -> frozenset[int]:
    """Whoever wrote it, and whoever decided about it in another case."""
    found = selectors.comment(community_id=case.community_id, uid=case.subject_id)
    decided = found.decided_by_id if found.decided_case != case.uid else None
    return frozenset(one for one in (found.author_id, decided) if one is not None)


def _set(state: str) -> Callable[[Act], dict[str, Any]]:
    def effect(act: Act) -> dict[str, Any]:
        found = selectors.comment(community_id=act.case.community_id, uid=act.case.subject_id)
        before = {"state": found.state, "by": found.decided_by_id, "case": found.decided_case}
        services.comment_set(
            actor=act.actor, uid=found.uid, state=state, decided_by=act.actor.user_id, case=act.case.uid
        )
        return before

    return effect


def back(act: Act, effect: Mapping[str, Any]) -> None:
    """As it was before the answer."""
    services.comment_set(
        actor=act.actor,
        uid=act.case.subject_id,
        state=str(effect["state"]),
        decided_by=effect["by"],
        case=str(effect["case"]),
    )


COMMENT = Kind(
    id="code-comment",
    name=Text("公约讨论里的留言", "A comment on a code"),
    fields=(Field("text", Text("想说明的", "What you want to say"), limit=500, multiline=True),),
    subject_types=("code-comment",),
    who=Role.VISITOR,
    anonymous=True,
    promise_days=3,
    handler=Role.REVIEWER,
    describe=describe,
    excluded=excluded,
    open_to_public=False,
    answers=(
        Choice(
            "show",
            Text("可以展示", "Show it"),
            Text("看过了，留言展示。", "It was looked at; the comment is shown."),
            (),
            _set(C.SHOWN),
            back,
            Text("在讨论里展示，不带姓名。", "Shown in the discussion, without a name."),
        ),
        Choice(
            "hide",
            Text("不展示", "Do not show it"),
            Text("看过了，留言不展示，理由见下。", "It was looked at and is not shown; the reason is below."),
            (),
            _set(C.HIDDEN),
            back,
            Text(
                "不在讨论里展示；作者收到告知，可以请另一个人再看。",
                "Not shown; its author is told and may ask somebody else.",
            ),
        ),
    ),
)
