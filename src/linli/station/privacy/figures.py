"""Requests about personal data, in the public figures."""

from __future__ import annotations

from datetime import datetime

from linli.station.privacy import selectors
from linli.station.privacy.kinds import NAMES
from linli.station.transparency.selectors import COUNT, PERCENT, Figure, Part
from linli.vocabulary import Text


def figures(community_id: int, since: datetime, until: datetime) -> tuple[Figure, ...]:
    """How many rights were used, and how many of those met were met as promised."""
    found = selectors.rights(community_id=community_id, since=since, until=until)
    met = found.by_machine + found.by_person
    return (
        Figure(
            "rights",
            Text("个人信息请求", "Requests about personal data"),
            sum(found.asked.values()),
            COUNT,
            Text(
                "这段时间收到的查阅、转移、更正、删除、撤回同意、解释请求数，平台代账号提出的也算。",
                "Requests to copy, move, correct, delete, withdraw or explain, those through platforms too.",
            ),
            tuple(Part(right, NAMES[right], found.asked[right]) for right in NAMES if found.asked.get(right)),
            sensitive=True,
        ),
        Figure(
            "rights-on-time",
            Text("个人信息请求按期办结", "Requests met as promised"),
            round(100 * found.on_time / met, 1) if met else None,
            PERCENT,
            Text(
                "已办结的请求中，在承诺的 15 个工作日内办结的比例。",
                "Of the requests met, those met within the 15 working days promised.",
            ),
        ),
    )
