"""The sample station's rules side: who agreed to the code, a draft of its next version, an operation under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from linli.station.conduct import selectors as conduct
from linli.station.conduct.services import consent_give
from linli.station.moderation.services import (
    account_ensure,
    draft_from_live,
    draft_save,
    draft_watch,
    operation_announce,
    operation_create,
)
from linli.station.moderation.services.agreed import RULES
from linli.station.moderation.services.operations import Plan
from linli.station.people.actors import Actor
from linli.vocabulary import Text

ASKED_LATER = 2  # so many neighbours have not agreed yet, so that one can see how the forum asks

SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # the loading puts the day in
WARM = Plan(
    title=Text("评论区暖一点", "Warmer comments"),
    aim=Text(
        "这阵子评论里伤人的话多了。两周里先看得快一点，看看大家少受多少气；不看处理了多少人。",
        "Comments have grown harsher. For two weeks we look sooner, and see how much less people bear; how many "
        "were dealt with does not count.",
    ),
    categories=["abuse", "hate"],
    kinds=["comment", "live"],
    acting=[],
    targets={"hours": 2.0, "wrong": 10.0},
    starts_at=SOME_DAY,
    ends_at=SOME_DAY,
)
WHY = "介绍自己的店，一天一条就好；先看一阵子再定"


def load_rules(*, lead: Actor, keeper: Actor) -> None:
    """A draft that is watched, and an operation that a lead wrote and the keeper announced."""
    draft = draft_from_live(actor=lead)
    text = draft.document.replace("不要反复发广告，", "广告一天至多一条，")
    saved = draft_save(actor=lead, uid=draft.uid, document=text, note=WHY, edition=draft.edition)
    draft_watch(actor=lead, uid=saved.uid, on=True)
    now = timezone.now()
    made = operation_create(actor=lead, plan=replace(WARM, starts_at=now, ends_at=now + timedelta(days=14)))
    operation_announce(actor=keeper, uid=made.uid)


def load_consents(*, forum: Actor, names: Mapping[str, str]) -> None:
    """The neighbours who wrote something agreed to the code before; the last few have not been asked yet."""
    version = conduct.current(community_id=forum.community_id, name=RULES).uid
    for key in list(names)[:-ASKED_LATER]:
        account = account_ensure(actor=forum, external_id=key, name=names[key])
        party = conduct.Party(forum.community_id, account=account.uid)
        consent_give(actor=forum, party=party, name=RULES, version=version)
