"""A back-test of a policy over a hundred thousand stored items, with its progress, on one core."""

from __future__ import annotations

import itertools
import time

import pytest

from linli.assess import assess_many, to_dict
from linli.policy import pack_text
from linli.policy.edit import with_status, with_version
from linli.station.moderation import services
from linli.station.moderation.models import Account, Item, PolicyDraft, Trial
from linli.station.moderation.services import trials
from linli.vocabulary import RuleStatus
from tests.station.factories import People

MANY = 100_000
TEXTS = (
    "今天的讲座很好，老师讲得清楚，下周还想带孩子来听",
    "你这个废物，闭嘴吧",
    "小区门口的路灯坏了三天，请问找谁报修",
    "加微信 abc12345 领福利，前五十名送礼品",
    "上海人和东北人一起包饺子，热闹",
    "东北人都是骗子，滚出去",
    "明天停水，大家提前接一点",
    "电话13800138000，找王老师",
    "孩子的书包落在活动室了，有人看见吗",
    "稳赚不赔的项目，零风险高回报，一部手机月入过万",
)


@pytest.mark.scale
def test_a_hundred_thousand_items_in_a_minute(people: People) -> None:
    community_id = people.lead.community_id
    services.policy_publish(actor=people.lead, document=pack_text("base") or "")
    stored = [to_dict(verdict) for verdict in assess_many(TEXTS)]
    author = Account.objects.create(community_id=community_id, external_id="a")
    pairs = itertools.islice(itertools.cycle(zip(TEXTS, stored, strict=True)), MANY)
    Item.objects.bulk_create(
        (
            Item(community_id=community_id, external_id=str(n), kind="comment", text=t, author=author, assessment=a)
            for n, (t, a) in enumerate(pairs)
        ),
        batch_size=2_000,
    )
    document = with_version(pack_text("base") or "", "1.1.0")
    draft = PolicyDraft.objects.create(
        community_id=community_id, document=with_status(document, "abuse-words", RuleStatus.RETIRED)
    )
    trial = trials.trial_start(
        actor=people.lead, kind="policy", target=draft.uid, document=draft.document, limit=MANY
    )
    began, seen = time.process_time(), []
    while trials.trial_turn(trial.uid, seconds=1):
        seen.append(Trial.objects.values_list("done", flat=True).get())
    spent = time.process_time() - began
    trial.refresh_from_db()
    assert (trial.state, trial.done) == ("done", MANY)
    assert trial.tally["freed"] > 0
    assert seen == sorted(seen)
    assert len(seen) > 3
    print(f"{MANY} items in {spent:.1f} s of one core")
    assert spent < 60
