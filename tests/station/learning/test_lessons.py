"""Lessons as a visitor, a teacher and a second reader meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import yaml
from django.test import Client
from django.utils import timezone

from linli import files
from linli.station.learning import selectors, services
from linli.station.learning.documents import CARDS, Lesson, law_questions, lessons_read, shipped
from linli.station.learning.models import Attempt, Review
from linli.station.ledger.models import Row
from linli.station.people.actors import Forbidden, NotFound
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.pages import signed_in

SHORT = "free-skins"


def _answers(lesson: Lesson, *, right: bool) -> dict[str, str]:
    return {
        f"q{n}": str(q.right if right else (q.right + 1) % len(q.choices)) for n, q in enumerate(lesson.questions)
    }


def _go_through(page: Client, lesson_id: str, *, before: bool | None = False) -> str:
    """The last page of a lesson that was begun, gone through card by card, and answered right at the end."""
    lesson = shipped()[lesson_id]
    page.post(f"/learn/{lesson_id}/")
    page.post(f"/learn/{lesson_id}/1/", {"skip": "1"} if before is None else _answers(lesson, right=before))
    for number in range(CARDS):
        good = next(k for k, one in enumerate(lesson.cards[number].choices) if one.good)
        page.post(f"/learn/{lesson_id}/{number + 2}/", {"choice": str(good)})
    answer = page.post(f"/learn/{lesson_id}/7/", _answers(lesson, right=True), follow=True)
    return answer.content.decode()


def test_the_shipped_lessons_are_many_and_for_everybody() -> None:
    assert len(shipped()) >= 24
    assert {one.audience for one in shipped().values()} == {"child", "parent", "teacher", "elder"}
    assert len(law_questions()) >= 24
    assert all(question.source.article for question in law_questions())


def test_the_good_choice_is_not_always_the_first() -> None:
    places = [card.choices[card.order[0]].good for one in shipped().values() for card in one.cards]
    assert 0.25 < sum(places) / len(places) < 0.75


def test_a_visitor_goes_through_a_lesson_and_sees_what_changed(client: Client, people: factories.People) -> None:
    page = _go_through(client, SHORT)
    assert "0 / 3" in page
    assert "3 / 3" in page
    assert "96110" in page
    kept = Attempt.objects.get()
    assert (kept.before, kept.after, kept.user_id) == (0, 3, None)


def test_a_lesson_sent_twice_counts_once(client: Client, people: factories.People) -> None:
    _go_through(client, SHORT)
    client.post(f"/learn/{SHORT}/7/", _answers(shipped()[SHORT], right=True))
    assert Attempt.objects.count() == 1


def test_a_card_says_why_and_lets_one_try_another(client: Client, people: factories.People) -> None:
    client.post(f"/learn/{SHORT}/")
    client.post(f"/learn/{SHORT}/1/", {"skip": "1"})
    card = shipped()[SHORT].cards[0]
    poor = next(k for k, one in enumerate(card.choices) if not one.good)
    answer = client.post(f"/learn/{SHORT}/2/", {"choice": str(poor)}, follow=True).content.decode()
    assert card.choices[poor].why in answer
    assert "换一个看看" in answer


def test_no_step_is_jumped(client: Client, people: factories.People) -> None:
    assert client.get(f"/learn/{SHORT}/7/").headers["Location"] == f"/learn/{SHORT}/1/"


@pytest.mark.parametrize("given", [{}, {"choice": "9"}, {"choice": "-1"}, {"choice": "x" * 4000}])
def test_a_card_without_a_choice_asks_again(client: Client, people: factories.People, given: dict[str, str]) -> None:
    client.post(f"/learn/{SHORT}/1/", {"skip": "1"})
    answer = client.post(f"/learn/{SHORT}/2/", given)
    assert answer.status_code == 422
    assert "请选一个" in answer.content.decode()


def test_questions_come_back_to_one_who_is_signed_in(people: factories.People) -> None:
    page = signed_in(people.member)
    _go_through(page, SHORT)
    assert "今天没有要复习的" in page.get("/learn/review/").content.decode()
    Review.objects.update(due=timezone.now() - timedelta(hours=1))
    first = selectors.next_due(actor=people.member)
    assert first is not None
    review, lesson, question = first
    told = page.post(
        "/learn/review/", {"lesson": lesson.id, "question": str(review.question), "q0": str(question.right)}
    )
    assert "答对了" in told.content.decode()
    review.refresh_from_db()
    assert review.box == 2
    assert review.due > timezone.now() + timedelta(days=6)


def test_a_wrong_answer_comes_back_tomorrow(people: factories.People) -> None:
    services.lesson_finish(actor=people.member, lesson_id=SHORT, before=None, answers=[True, True, False])
    assert sorted(Review.objects.values_list("box", flat=True)) == [0, 1, 1]


def test_a_question_that_is_not_due_is_refused(people: factories.People) -> None:
    services.lesson_finish(actor=people.member, lesson_id=SHORT, before=None, answers=[True, True, True])
    with pytest.raises(NotFound):
        services.review_answer(actor=people.member, lesson_id=SHORT, question=0, chosen=0)


def test_a_class_learns_without_a_name(people: factories.People) -> None:
    teacher = signed_in(people.member)
    made = teacher.post("/learn/classes/", {"name": "三年二班", "lessons": [SHORT, "kind-words"]})
    uid = made.headers["Location"].rstrip("/").rsplit("/", 1)[1]
    code = selectors.class_mine(actor=people.member, uid=uid).code
    for _ in range(3):
        child = Client()
        assert "/learn/joined/" in child.post("/learn/join/", {"code": f" {code.lower()} "}).headers["Location"]
        _go_through(child, SHORT)
    shown = teacher.get(f"/learn/classes/{uid}/").content.decode()
    assert "0% → 100%" in shown
    assert set(Attempt.objects.values_list("user", flat=True)) == {None}


def test_two_children_are_too_few_to_show(people: factories.People) -> None:
    made = services.class_open(actor=people.member, name="小班", lesson_ids=[SHORT])
    for right in (True, False):
        services.lesson_finish(
            actor=people.visitor, lesson_id=SHORT, before=1, answers=[right, True, True], class_uid=made.uid
        )
    learned = selectors.class_learned(actor=people.member, uid=made.uid)[0]
    assert (learned.finished, learned.before, learned.after) == (2, None, None)


def test_a_class_is_its_teachers_alone(people: factories.People) -> None:
    made = services.class_open(actor=people.member, name="甲班", lesson_ids=[SHORT])
    assert signed_in(people.reviewer).get(f"/learn/classes/{made.uid}/").status_code == 404


def test_an_ended_class_opens_nothing(client: Client, people: factories.People) -> None:
    made = services.class_open(actor=people.member, name="甲班", lesson_ids=[SHORT])
    signed_in(people.member).post(f"/learn/classes/{made.uid}/")
    answer = client.post("/learn/join/", {"code": made.code})
    assert answer.status_code == 422
    assert "请再问一下老师" in answer.content.decode()
    assert Row.objects.filter(kind="class.closed").exists()


def test_a_class_of_another_community_is_not_found(people: factories.People, client: Client) -> None:
    elsewhere = factories.community_make(slug="elsewhere")
    teacher = factories.actor_make(elsewhere, people.member.role)
    made = services.class_open(actor=teacher, name="外班", lesson_ids=[SHORT])
    assert client.post("/learn/join/", {"code": made.code}).status_code == 422


def test_results_are_public_from_ten_on(client: Client, people: factories.People) -> None:
    for _ in range(9):
        services.lesson_finish(actor=people.visitor, lesson_id=SHORT, before=1, answers=[True, True, True])
    assert "满 10 人后显示" in client.get("/learn/results/").content.decode()
    services.lesson_finish(actor=people.visitor, lesson_id=SHORT, before=1, answers=[True, True, True])
    assert "33% → 100%" in client.get("/learn/results/").content.decode()


def _own(**changes: object) -> str:
    document = yaml.safe_load(files.read_text("lessons/child-1.yaml"))[0] | {"id": "our-own", **changes}
    return yaml.safe_dump([document], allow_unicode=True)


def test_own_lessons_are_taught_after_a_second_reader(client: Client, people: factories.People) -> None:
    signed_in(people.reviewer).post("/learn/own/", {"text": _own()})
    draft = selectors.own_lessons(actor=people.reviewer).get()
    assert client.get("/learn/our-own/").status_code == 404
    with pytest.raises(Forbidden):
        services.lesson_publish(actor=people.reviewer, uid=draft.uid)
    signed_in(people.other).post("/learn/own/", {"uid": draft.uid, "publish": "1"})
    assert client.get("/learn/our-own/").status_code == 200
    signed_in(people.other).post("/learn/own/", {"uid": draft.uid, "retire": "1"})
    assert client.get("/learn/our-own/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cards": []}, "[0].cards"),
        ({"id": "Bad Id"}, "[0].id"),
        ({"audience": "everyone"}, "[0].audience"),
        ({"version": 0}, "[0].version"),
        ({"title": {"zh": "只有中文"}}, "[0].title.en"),
        ({"sources": []}, "[0].sources"),
    ],
)
def test_a_fault_is_named_with_its_place(people: factories.People, changes: dict[str, object], field: str) -> None:
    with pytest.raises(LinliError) as caught:
        lessons_read(_own(**changes))
    assert caught.value.field == field
    page = signed_in(people.reviewer).post("/learn/own/", {"text": _own(**changes)})
    assert page.status_code == 422
    assert field in page.content.decode()
    assert not selectors.own_lessons(actor=people.reviewer).exists()


@pytest.mark.parametrize(
    "text", ["", "[", "3", "[]", "- 1", "[" * 5000, "&a [*a]", '[{"id": "\\ud83d"}]', "x" * 600_000]
)
def test_what_is_no_lesson_is_refused(text: str) -> None:
    with pytest.raises(LinliError):
        lessons_read(text)


def test_a_version_is_never_overwritten(people: factories.People) -> None:
    services.lessons_import(actor=people.reviewer, text=_own())
    with pytest.raises(LinliError, match="版本"):
        services.lessons_import(actor=people.other, text=_own())


def test_the_law_quiz_tells_the_article(client: Client, people: factories.People) -> None:
    first = law_questions()[:6]
    answer = client.post("/learn/law/1/", {f"q{n}": str(one.right) for n, one in enumerate(first)}).content.decode()
    assert "答对 6 道" in answer
    assert "第三十一条" in answer
