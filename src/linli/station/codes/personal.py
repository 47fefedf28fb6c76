"""What codes hold of people: the comments that they wrote."""

from __future__ import annotations

from linli.station.codes.models import Comment
from linli.station.people.personal import Fate, Holding, Object, Personal, Subject
from linli.vocabulary import Text


def objects(subject: Subject) -> tuple[Object, ...]:
    """Their comments."""
    if subject.user_id is None:
        return ()
    mine = Comment.objects.filter(community_id=subject.community_id, author_id=subject.user_id)
    return tuple(("code-comment", uid) for uid in mine.values_list("uid", flat=True))


PERSONAL = Personal(
    name=Text("文明公约的讨论", "Discussions of codes"),
    objects=objects,
    holdings=(
        Holding(
            "codes.Comment",
            Text("您的留言", "Your comments"),
            by_user="author_id",
            shown=("text", "state", "taken", "answer", "created"),
            fate=Fate.DELETED,
        ),
    ),
    others={
        "codes.CodeVersion": "who signed and seconded a version is the community's record of its own act",
    },
)
