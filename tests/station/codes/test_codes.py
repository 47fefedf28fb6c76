"""A code from its first clause to the helper that rests on it, as writers, members and strangers meet it."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.test import Client

from linli.station.codes import selectors, services
from linli.station.codes.models import Code, CodeVersion, Comment
from linli.station.codes.services import discussing
from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Actor, Forbidden, NotFound
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.codes.scene import CLAUSE, SECOND, adopted, draft_made, opened, week_over
from tests.station.pages import signed_in


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discussing, "assess", factories.assess_by_words)


def _url(code: Code, number: int = 1, more: str = "") -> str:
    return f"/codes/{code.uid}/{number}/{more}"


def _answer(actor: Actor, choice: str) -> Case:
    case = Case.objects.filter(kind="code-comment").latest("pk")
    version = desk.case_take(actor=actor, number=case.number).version
    desk.case_answer(actor=actor, number=case.number, version=version, choice=choice, reason="看过了，理由写在这里。")
    case.refresh_from_db()
    return case


def test_from_a_clause_to_the_helper(client: Client, people: factories.People) -> None:
    writer, lead, member = signed_in(people.reviewer), signed_in(people.lead), signed_in(people.member)
    page = writer.post("/codes/", {"title": "邻里群聊公约", "aim": "让人愿意说话。"})
    code = Code.objects.get()
    assert page.headers["Location"] == _url(code, 1, "write/")
    writer.post(_url(code, 1, "write/"), CLAUSE)
    assert client.get(_url(code)).status_code == 404
    writer.post(_url(code, 1, "act/"), {"do": "open", "days": "7"})
    assert CLAUSE["text"] in client.get(_url(code)).content.decode()
    member.post(_url(code), {"clause": "1", "text": "“漏了什么”这个例子好，再加一个吧。"})
    week_over(code)
    lead.post(_url(code, 1, "act/"), {"do": "sign"})
    assert CodeVersion.objects.get().state == "discussing"
    comment = Comment.objects.get()
    writer.post(_url(code, 1, "act/"), {"do": "answer", "comment": comment.uid, "taken": "yes", "answer": "加上了。"})
    writer.post(_url(code, 1, "write/"), {**CLAUSE, "clause": "1", "good": "这一步漏了什么\n我没听懂，能再说一遍吗"})
    lead.post(_url(code, 1, "act/"), {"do": "sign"})
    lead.post(_url(code, 1, "act/"), {"do": "adopt"})
    assert CodeVersion.objects.get().state == "signed"
    writer.post(_url(code, 1, "act/"), {"do": "adopt"})
    shown = client.get(f"/codes/{code.uid}/").content.decode()
    assert "能再说一遍吗" in shown
    assert "加上了。" in client.get(_url(code)).content.decode()
    assert "code-comment.answered" in [one.kind for one in notices.notices_mine(actor=people.member)]
    assert CLAUSE["text"] in client.get(f"/codes/{code.uid}/print/").content.decode()
    writer.post(
        "/codes/bank/",
        {"phrase": "你行你上", "suggestions": "我试过的做法是", "why": "把人顶回去", "rests_on": f"{code.uid}:1"},
    )
    kinder = client.post("/rewrite/", {"text": "你行你上啊，光会说。"}).content.decode()
    assert "我试过的做法是" in kinder
    assert f"/codes/{code.uid}/#c-1" in kinder


def test_the_text_stands_still_while_people_comment(people: factories.People) -> None:
    code = draft_made(people)
    opened(people, code)
    with pytest.raises(LinliError, match="文字先不动"):
        services.clause_remove(actor=people.reviewer, uid=code.uid, number=1, clause_id="1")
    week_over(code)
    services.clause_remove(actor=people.reviewer, uid=code.uid, number=1, clause_id="1")
    since = selectors.since_discussed(CodeVersion.objects.get())
    assert [(one.how, one.clause.title) for one in since] == [("removed", CLAUSE["title"])]


def test_whoever_signs_does_not_adopt(people: factories.People) -> None:
    code = draft_made(people)
    opened(people, code)
    week_over(code)
    services.version_sign(actor=people.lead, uid=code.uid, number=1)
    with pytest.raises(Forbidden, match="另一个人"):
        services.version_adopt(actor=people.lead, uid=code.uid, number=1)
    services.version_return(actor=people.reviewer, uid=code.uid, number=1)
    assert CodeVersion.objects.get().signed_by_id is None


@pytest.mark.parametrize("who", ["visitor", "member", "reviewer"])
def test_only_a_lead_signs(people: factories.People, who: str) -> None:
    code = draft_made(people)
    opened(people, code)
    week_over(code)
    with pytest.raises(LinliError):
        services.version_sign(actor=getattr(people, who), uid=code.uid, number=1)


def test_nothing_is_signed_before_the_discussion_is_over(people: factories.People) -> None:
    code = draft_made(people)
    opened(people, code)
    with pytest.raises(LinliError, match="还没有截止"):
        services.version_sign(actor=people.lead, uid=code.uid, number=1)


def test_the_next_version_says_what_changed(client: Client, people: factories.People) -> None:
    code = adopted(people)
    services.code_revise(actor=people.reviewer, uid=code.uid)
    with pytest.raises(LinliError, match="已有一版"):
        services.code_revise(actor=people.reviewer, uid=code.uid)
    services.clause_save(
        actor=people.reviewer, uid=code.uid, number=2, clause_id="2", given={**SECOND, "text": "别人没说完，先听完。"}
    )
    third = {"title": "深夜不刷屏", "text": "十点以后少发。", "reason": "有人要睡觉。"}
    made = services.clause_save(actor=people.reviewer, uid=code.uid, number=2, clause_id="", given=third)
    assert made.id == "3"
    services.clause_move(actor=people.reviewer, uid=code.uid, number=2, clause_id="2")
    with pytest.raises(LinliError):
        services.discussion_open(actor=people.reviewer, uid=code.uid, number=2, days=7)
    version = opened(people, code, 2)
    assert [one.how for one in selectors.changes(version)] == ["changed", "moved", "added"]
    shown = client.get(_url(code, 2)).content.decode()
    assert "<del>" in shown
    assert "<ins>" in shown
    week_over(code)
    services.version_sign(actor=people.lead, uid=code.uid, number=2)
    services.version_adopt(actor=people.other, uid=code.uid, number=2)
    assert [one.state for one in CodeVersion.objects.order_by("number")] == ["replaced", "adopted"]
    assert "十点以后" in client.get(f"/codes/{code.uid}/").content.decode()
    assert SECOND["text"] in client.get(_url(code)).content.decode()


def test_hurtful_words_are_put_kindly_first(client: Client, people: factories.People) -> None:
    code = draft_made(people)
    opened(people, code)
    member = signed_in(people.member)
    page = member.post(_url(code), {"text": "别这样嘛"})
    assert page.status_code == 422
    assert "2.1" in page.content.decode()
    assert "别这样嘛" in page.content.decode()
    assert not Comment.objects.exists()
    member.post(_url(code), {"text": "别这样嘛", "anyway": "1"})
    assert "别这样嘛" in client.get(_url(code)).content.decode()


def test_what_a_rule_would_hold_waits_for_a_person(client: Client, people: factories.People) -> None:
    code = draft_made(people)
    opened(people, code)
    member = signed_in(people.member)
    assert member.post(_url(code), {"text": "他说过笨蛋这个词", "anyway": "1"}).status_code == 422
    receipt = member.post(_url(code), {"text": "他说过笨蛋这个词", "hold": "1"}).headers["Location"]
    assert "笨蛋" not in client.get(_url(code)).content.decode()
    assert "笨蛋" in member.get(_url(code)).content.decode()
    _answer(people.reviewer, "show")
    assert "笨蛋" in client.get(_url(code)).content.decode()
    assert "留言展示" in client.get(receipt.replace("/receipt", "")).content.decode()


def test_a_hidden_comment_is_looked_at_again_by_another(client: Client, people: factories.People) -> None:
    code = draft_made(people)
    opened(people, code)
    made, _ = services.comment_send(actor=people.member, uid=code.uid, number=1, text="这个群主真好笑")
    client.post(f"/codes/comments/{made.uid}/", {"text": "在取笑人"})
    _answer(people.reviewer, "hide")
    assert "真好笑" not in client.get(_url(code)).content.decode()
    assert client.get(f"/codes/comments/{made.uid}/").status_code == 404
    told = next(one for one in notices.notices_mine(actor=people.member) if one.kind == "code-comment.decided")
    assert told.link == f"/codes/comments/{made.uid}/"
    signed_in(people.member).post(f"/codes/comments/{made.uid}/", {"text": "我是夸他"})
    again = Case.objects.filter(kind="code-comment").latest("pk")
    with pytest.raises(LinliError):
        desk.case_take(actor=people.reviewer, number=again.number)
    _answer(people.other, "show")
    assert "真好笑" in client.get(_url(code)).content.decode()


def test_an_answer_at_the_desk_is_taken_back(client: Client, people: factories.People) -> None:
    code = draft_made(people)
    opened(people, code)
    made, _ = services.comment_send(actor=people.member, uid=code.uid, number=1, text="这个群主真好笑")
    services.comment_report(actor=people.visitor, uid=made.uid, text="取笑人")
    case = _answer(people.reviewer, "hide")
    desk.case_reverse(actor=people.reviewer, number=case.number, reason="看错了，是夸人的话。")
    assert "真好笑" in client.get(_url(code)).content.decode()


def test_comments_show_no_name(client: Client, people: factories.People) -> None:
    code = draft_made(people)
    opened(people, code)
    services.comment_send(actor=people.member, uid=code.uid, number=1, text="第二条可以短一点")
    shown = client.get(_url(code)).content.decode()
    assert "一位成员" in shown
    assert f"user{people.member.user_id}" not in shown


def test_nobody_comments_when_it_is_over_or_answers_themselves(people: factories.People) -> None:
    code = draft_made(people)
    opened(people, code)
    own, _ = services.comment_send(actor=people.reviewer, uid=code.uid, number=1, text="我再想想")
    with pytest.raises(Forbidden):
        services.comment_answer(actor=people.reviewer, uid=own.uid, taken="yes", answer="好")
    with pytest.raises(LinliError, match="没有这一条"):
        services.comment_send(actor=people.member, uid=code.uid, number=1, text="好", clause="99")
    week_over(code)
    with pytest.raises(LinliError, match="截止"):
        services.comment_send(actor=people.member, uid=code.uid, number=1, text="晚了一步")
    with pytest.raises(Forbidden):
        services.comment_send(actor=people.visitor, uid=code.uid, number=1, text="路过")


def test_one_person_does_not_flood_a_discussion(people: factories.People) -> None:
    code = draft_made(people)
    opened(people, code)
    for n in range(discussing.MOST_EACH):
        services.comment_send(actor=people.member, uid=code.uid, number=1, text=f"第{n}点意见")
    with pytest.raises(LinliError, match="至多"):
        services.comment_send(actor=people.member, uid=code.uid, number=1, text="还有")


def test_another_community_adapts_it_and_the_source_stays_named(client: Client, people: factories.People) -> None:
    code = adopted(people)
    beside = factories.community_make(slug="beside")
    other = factories.people_make(beside, client_id=2)
    page = signed_in(other.reviewer)
    assert code.title in page.get("/c/beside/codes/adapt/").content.decode()
    where = page.post("/c/beside/codes/adapt/", {"code": code.uid}).headers["Location"]
    made = Code.objects.get(community=beside)
    assert where == f"/c/beside/codes/{made.uid}/1/write/"
    assert made.origin["title"] == code.title
    assert client.get(f"/c/beside/codes/{code.uid}/").status_code == 404
    assert client.get(f"/c/beside/codes/{made.uid}/1/").status_code == 404
    services.discussion_open(actor=other.reviewer, uid=made.uid, number=1, days=3)
    assert code.origin == {}
    assert "社区home" in client.get(f"/c/beside/codes/{made.uid}/1/").content.decode()


def test_a_file_goes_to_another_station_and_back(client: Client, people: factories.People) -> None:
    code = adopted(people)
    document = client.get(f"/codes/{code.uid}/code.json").content.decode()
    made = services.code_bring_in(actor=people.reviewer, document=document)
    assert made.versions.get().clauses == code.versions.get().clauses
    assert made.origin["url"].endswith(f"/codes/{code.uid}/")


@pytest.mark.parametrize(
    "document",
    [
        "",
        "[]",
        "{}",
        '{"linli": "code"}',
        "[" * 5000,
        json.dumps({"linli": "code", "title": "好", "clauses": []}),
        json.dumps({"linli": "code", "title": "好", "clauses": [{"title": "长" * 41, "text": "x", "reason": "y"}]}),
        json.dumps({"linli": "code", "title": "好", "clauses": [[]] * 3}),
        json.dumps({"linli": "code", "title": "好", "clauses": [{**SECOND, "good": ["好"] * 6}]}),
        json.dumps({"linli": "code", "title": "好", "clauses": [SECOND] * 41}),
        "x" * 100_001,
    ],
)
def test_a_bad_file_is_refused(people: factories.People, document: str) -> None:
    page = signed_in(people.reviewer).post("/codes/adapt/", {"document": document})
    assert page.status_code == 422
    assert not Code.objects.exists()


def test_drafts_and_other_communities_stay_apart(people: factories.People) -> None:
    code = draft_made(people)
    beside = factories.people_make(factories.community_make(slug="beside"), client_id=2)
    for actor in (people.visitor, people.member, beside.keeper):
        with pytest.raises(NotFound):
            selectors.code(actor=actor, uid=code.uid)
    with pytest.raises(NotFound):
        services.clause_save(actor=beside.lead, uid=code.uid, number=1, clause_id="", given=SECOND)
    with pytest.raises(NotFound):
        services.code_adapt(actor=beside.lead, uid=code.uid)


@pytest.mark.parametrize("field", ["title", "text", "reason"])
def test_a_clause_needs_its_parts(people: factories.People, field: str) -> None:
    code = draft_made(people)
    page = signed_in(people.reviewer).post(_url(code, 1, "write/"), {**CLAUSE, field: " "})
    assert page.status_code == 422
    assert len(code.versions.get().clauses) == 2


def test_the_helper_stores_nothing(client: Client, people: factories.People) -> None:
    def rows() -> dict[str, int]:
        return {model._meta.label: model._default_manager.count() for model in apps.get_models()}

    client.post("/rewrite/", {"text": "先打个招呼"})
    before = rows()
    assert client.post("/rewrite/", {"text": "你懂什么，闭嘴。"}).status_code == 200
    assert rows() == before


def test_a_phrase_whose_clause_is_gone_is_not_used(client: Client, people: factories.People) -> None:
    code = adopted(people)
    services.phrase_save(
        actor=people.reviewer, phrase="你行你上", suggestions="我试过", why="顶人", rests_on=f"{code.uid}:1"
    )
    assert "我试过" in client.post("/rewrite/", {"text": "你行你上"}).content.decode()
    CodeVersion.objects.filter(code=code).update(clauses=[{**SECOND, "id": "2", "good": [], "poor": []}])
    assert "我试过" not in client.post("/rewrite/", {"text": "你行你上"}).content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        {"phrase": "你"},
        {"phrase": "！！"},
        {"suggestions": " "},
        {"suggestions": "甲\n乙\n丙\n丁"},
        {"why": ""},
        {"rests_on": "x:1"},
    ],
)
def test_a_phrase_needs_its_parts(people: factories.People, bad: dict[str, str]) -> None:
    code = adopted(people)
    good = {"phrase": "你行你上", "suggestions": "我试过", "why": "顶人", "rests_on": f"{code.uid}:1"}
    with pytest.raises(LinliError):
        services.phrase_save(actor=people.reviewer, **{**good, **bad})


def test_what_was_never_shown_goes_and_a_person_takes_their_words_along(people: factories.People) -> None:
    code = draft_made(people)
    opened(people, code)
    made, _ = services.comment_send(actor=people.member, uid=code.uid, number=1, text="留一句")
    services.comment_set(
        actor=people.reviewer, uid=made.uid, state="hidden", decided_by=people.reviewer.user_id, case=""
    )
    assert services.comments_clear(community_id=code.community_id, cutoff=made.created) == 0
    Comment.objects.update(created=code.created.replace(year=2020))
    assert services.comments_clear(community_id=code.community_id, cutoff=code.created) == 1
