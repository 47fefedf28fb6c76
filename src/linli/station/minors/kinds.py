"""The help door: what a child tells, and who must not hear of it."""

from __future__ import annotations

from collections.abc import Mapping

from linli.station.desk.kinds import CaseFacts, Choice, Description, Field, Kind
from linli.station.minors import selectors
from linli.vocabulary import Text

FIRST = 120


def describe(community_id: int, _subject_type: str, subject_id: str) -> Description:
    """A child's call for help, the most urgent of all; its name is not in it."""
    if subject_id:
        selectors.child_by_uid(community_id=community_id, uid=subject_id)
    return Description("孩子求助", {"door": True}, FIRST)


def guardians_of(case: CaseFacts) -> frozenset[int]:
    """Kept from the case: the child's guardians, whatever their role at the station."""
    if not case.subject_id:
        return frozenset()
    child = selectors.child_by_uid(community_id=case.community_id, uid=case.subject_id)
    return frozenset(child.guardians.values_list("user_id", flat=True))


def urgency(_body: Mapping[str, str]) -> int:
    """Always first."""
    return FIRST


DOOR = Kind(
    id="help-door",
    name=Text("孩子求助", "A child's call for help"),
    fields=(Field("text", Text("想说的话", "What you want to say"), required=True, limit=2000, multiline=True),),
    anonymous=True,
    open_to_public=False,
    promise_days=1,
    describe=describe,
    urgency=urgency,
    excluded=guardians_of,
    answers=(
        Choice(
            "answered",
            Text("已回应", "Answered"),
            Text("有大人看到了，下面是写给你的话。", "A grown-up has read it; the words below are for you."),
            does=Text("只写给孩子本人；不要联系监护人。", "For the child alone; do not contact the guardians."),
        ),
        Choice(
            "protected",
            Text("已找人保护", "Protection was called"),
            Text("我们找了能保护你的人。", "We called people who can protect you."),
            does=Text("有危险时：110；12345 转未成年人保护。", "In danger: 110; 12345 for the protection of minors."),
        ),
    ),
)
