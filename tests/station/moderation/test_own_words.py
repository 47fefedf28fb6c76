"""A community's own words: added on a page, tried on what is stored, in use everywhere at once, taken back."""

from __future__ import annotations

from itertools import count

import pytest

from linli.assess import assess
from linli.policy import pack_text
from linli.station.config.advice import assess_by, look_up
from linli.station.integrations.selectors import key_digest
from linli.station.ledger.models import Row
from linli.station.moderation import services
from linli.station.moderation.models import Item, LexiconPack, Trial
from linli.station.moderation.services import items, trials
from linli.station.organisations.models import Community
from linli.vocabulary import Item as Words
from tests.station.api.conftest import caller_make
from tests.station.factories import People, submit
from tests.station.pages import signed_in

NUMBER = count(1)
ENTRY = {
    "add": "1",
    "terms": "臭棋篓子滚\n臭棋篓子快滚",
    "category": "abuse",
    "severity": "2",
    "reason": "在本会常用来骂人",
    "yes": "臭棋篓子滚",
    "no": "他自称臭棋篓子",
    "disguised": "on",
}


@pytest.fixture(autouse=True)
def _real(monkeypatch: pytest.MonkeyPatch, people: People) -> None:
    """The real detectors under the shipped policy."""
    monkeypatch.setattr(items, "assess", assess)
    services.policy_publish(actor=people.lead, document=pack_text("base") or "")


def pack_made(people: People, **changed: str) -> LexiconPack:
    page = signed_in(people.lead)
    where = page.post("/desk/words/", {"name": "club"})["Location"]
    assert page.post(where, ENTRY | changed).status_code == 302
    return LexiconPack.objects.get()


def tried(people: People, pack: LexiconPack) -> Trial:
    signed_in(people.lead).post(f"/desk/words/{pack.uid}/try/", {"limit": "1000"})
    trial = Trial.objects.filter(target=pack.uid).order_by("-pk").first()
    assert trial is not None
    while trials.trial_turn(trial.uid):
        pass
    trial.refresh_from_db()
    return trial


def said(people: People, who: str, pack: LexiconPack, what: str) -> str:
    return signed_in(getattr(people, who)).post(f"/desk/words/{pack.uid}/{what}/", follow=True).content.decode()


def test_a_word_from_the_form_to_every_way_in(people: People, community: Community) -> None:
    submit(people.forum, "你这臭棋篓子滚远点")
    submit(people.forum, "今天下了三盘棋")
    pack = pack_made(people)
    trial = tried(people, pack)
    assert (trial.tally["hits"], trial.tally["newly"], trial.tally["seen"]) == (1, 1, 2)
    shown = signed_in(people.second_lead).get(f"/desk/words/{pack.uid}/").content.decode()
    assert "会新命中 1 条" in shown
    key = caller_make(community, name="平台").key
    before = look_up(key_digest(key))
    assert assess_by([Words("臭棋篓子滚")], before.policy)[0].action == "allow"  # type: ignore[union-attr]
    said(people, "second_lead", pack, "use")
    assert submit(people.forum, "又来了，臭棋篓子滚").item.state == "held"
    after = look_up(key_digest(key))
    assert assess_by([Words("臭棋篓子滚")], after.policy)[0].action == "hold"  # type: ignore[union-attr]
    assert "暂缓展示" in signed_in(people.member).post("/check/", {"text": "臭棋篓子滚"}).content.decode()
    said(people, "lead", pack, "retire")
    assert submit(people.forum, "第三次，臭棋篓子滚").item.state == "visible"
    said(people, "second_lead", pack, "use")
    assert submit(people.forum, "第四次，臭棋篓子滚").item.state == "held"
    kinds = list(Row.objects.filter(object_id=pack.uid).order_by("sequence").values_list("kind", flat=True))
    assert kinds == [
        "lexicon.drafted",
        "lexicon.saved",
        "lexicon.live",
        "lexicon.retired",
        "lexicon.live",
    ]


def test_the_author_does_not_take_it_into_use(people: People) -> None:
    pack = pack_made(people)
    tried(people, pack)
    assert "不能自己启用" in said(people, "lead", pack, "use")
    assert LexiconPack.objects.get().state == "draft"


def test_untried_it_is_not_taken_into_use(people: People) -> None:
    assert "还没有拿现在的词库试算过" in said(people, "second_lead", pack_made(people), "use")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"terms": "滚"}, "只剩一个字"),
        ({"terms": "…"}, "折叠后词语为空"),
        ({"terms": "怎么", "yes": "怎么", "no": "没有关系"}, "普通句子"),
        ({"yes": "别的话"}, "应当找到却没有"),
        ({"no": "臭棋篓子滚"}, "不该找到却找到了"),
    ],
)
def test_a_poisoned_pack_is_refused_with_the_reason(people: People, changed: dict[str, str], why: str) -> None:
    pack = pack_made(people, **changed)
    shown = signed_in(people.lead).get(f"/desk/words/{pack.uid}/").content.decode()
    assert why in shown
    assert why in said(people, "second_lead", pack, "use")
    assert LexiconPack.objects.get().state == "draft"


def test_a_pack_that_hits_much_of_what_is_stored_is_refused(people: People) -> None:
    for _ in range(100):
        number = next(NUMBER)
        submit(people.forum, f"下棋棋谱第 {number} 页")
    pack = pack_made(people, terms="下棋棋谱", yes="下棋棋谱", no="下棋")
    assert tried(people, pack).tally["hits"] == 100
    assert "太宽了" in said(people, "second_lead", pack, "use")


def test_a_pack_in_use_is_changed_by_a_draft_beside_it(people: People) -> None:
    pack = pack_made(people)
    tried(people, pack)
    said(people, "second_lead", pack, "use")
    page = signed_in(people.lead)
    newer = LexiconPack.objects.get().document.replace("1.0.0", "1.1.0").replace("臭棋篓子快滚", "臭棋篓子快走开")
    page.post(f"/desk/words/{pack.uid}/", {"document": newer, "edition": str(pack.edition)})
    draft = LexiconPack.objects.get(state="draft")
    assert draft.version == "1.1.0"
    assert LexiconPack.objects.get(state="live").version == "1.0.0"
    tried(people, draft)
    said(people, "second_lead", draft, "use")
    assert LexiconPack.objects.get(state="live").version == "1.1.0"
    assert Item.objects.count() == 0


def test_a_draft_that_was_given_up_is_found_again_and_never_slips_into_use(people: People) -> None:
    pack = pack_made(people)
    said(people, "lead", pack, "retire")
    assert f"/desk/words/{pack.uid}/" in signed_in(people.lead).get("/desk/words/").content.decode()
    assert "试算过" in said(people, "second_lead", pack, "use")
    assert not LexiconPack.objects.filter(state="live").exists()
    assert "接着改这份草案" in signed_in(people.lead).get(f"/desk/words/{pack.uid}/").content.decode()
    said(people, "lead", pack, "reopen")
    tried(people, pack)
    said(people, "second_lead", pack, "use")
    assert LexiconPack.objects.get().state == "live"
    said(people, "lead", pack, "retire")
    said(people, "lead", pack, "reopen")
    assert LexiconPack.objects.get().state == "retired"
