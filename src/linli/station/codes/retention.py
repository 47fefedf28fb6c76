"""How long codes keep what they hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from linli.station.codes.models import Comment
from linli.station.codes.services import comments_clear
from linli.station.people.retention import Category
from linli.vocabulary import Text


def _hidden(community_id: int, cutoff: datetime) -> int:
    return Comment.objects.filter(community_id=community_id, state=Comment.State.HIDDEN, created__lt=cutoff).count()


RETENTION = (
    Category(
        "code-comments",
        Text("公约讨论里没有展示的留言", "Comments on codes that were not shown"),
        timedelta(days=183),
        Text("请人再看的时间过后就不再需要。", "Not needed once the time to ask again is past."),
        lambda actor, cutoff: comments_clear(community_id=actor.community_id, cutoff=cutoff),
        _hidden,
    ),
)
