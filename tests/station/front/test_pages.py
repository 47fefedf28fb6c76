"""The front's pages: preferences, refusals, 查一查, 我的事, the sample station's door."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from linli.station.front import checking, errors, views
from linli.station.front.middleware import RefusalPages
from linli.station.moderation import services as moderation
from linli.station.moderation.models import Item
from linli.station.organisations.models import Community, Membership
from linli.station.people.actors import Actor, Forbidden, NotFound
from linli.station.people.models import User
from linli.station.people.roles import Role
from linli.vocabulary import Action, Assessment, Category, LinliError, Reason, Span, Text
from tests.station import factories
from tests.station.pages import signed_in

HERE = {"SERVER_NAME": "127.0.0.1"}


@pytest.fixture
def client(community: Community) -> Client:
    return Client(**HERE)  # type: ignore[arg-type]


def verdict(action: Action, category: Category, spans: tuple[Span, ...]) -> Assessment:
    reason = Reason(
        "r", "2.1", Text("不辱骂他人", "Do not insult"), Text("含有辱骂", "An insult"), action, category, spans
    )
    return Assessment(action, (category,), (), (reason,), "test@1.0.0", absent=("lures: boom",))


@pytest.mark.parametrize("path", ["/", "/check/", "/about/", "/components/", "/settings/"])
@pytest.mark.parametrize(("language", "switch"), [("zh-hans", "English"), ("en", "中文")])
def test_pages_speak_both_languages(client: Client, path: str, language: str, switch: str) -> None:
    page = client.get(path, headers={"accept-language": language})
    assert page.status_code == 200
    assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in page.content.decode()
    assert switch in page.content.decode()


def test_a_community_below_the_home_one_keeps_its_prefix(client: Client) -> None:
    factories.community_make(slug="east")
    html = client.get("/c/east/").content.decode()
    assert 'href="/c/east/report/"' in html
    assert 'action="/c/east/check/"' in html
    assert 'action="/c/east/preferences/"' in html


@pytest.mark.parametrize(
    ("sent", "cookie"),
    [
        ({"elder": "on"}, ("linli_elder", "on")),
        ({"theme": "dark"}, ("linli_theme", "dark")),
        ({"language": "en"}, ("django_language", "en")),
    ],
)
def test_a_switch_keeps_its_choice_and_comes_back(
    client: Client, sent: dict[str, str], cookie: tuple[str, str]
) -> None:
    answer = client.post("/preferences/", {**sent, "next": "/about/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/about/?a=1")
    assert {name: morsel.value for name, morsel in answer.cookies.items()} == dict([cookie])


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", "\\\\example.org", ""]
)
def test_a_switch_never_leads_elsewhere(client: Client, elsewhere: str) -> None:
    assert client.post("/preferences/", {"elder": "on", "next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize("sent", [{"elder": "yes"}, {"theme": "red"}, {"language": "fr"}])
def test_an_unknown_choice_changes_nothing_and_says_so(client: Client, sent: dict[str, str]) -> None:
    answer = client.post("/preferences/", {**sent, "next": "/about/"}, follow=True)
    assert "没有这个选项" in answer.content.decode()
    assert not {"linli_elder", "linli_theme", "django_language"} & set(client.cookies)


def test_strange_cookies_count_as_none(client: Client) -> None:
    client.cookies["linli_theme"], client.cookies["linli_elder"] = '"><script>', "maybe"
    html = client.get("/").content.decode()
    assert 'data-theme="auto" data-elder="off"' in html


def test_a_saved_setting_is_confirmed_in_the_new_language(client: Client) -> None:
    answer = client.post("/preferences/", {"language": "en", "saved": "1", "next": "/settings/"}, follow=True)
    assert "Saved." in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "delete"])
def test_pages_refuse_other_methods(client: Client, method: str) -> None:
    assert getattr(client, method)("/check/").status_code == 405


def test_checking_shows_the_clause_and_the_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = verdict(Action.HOLD, Category.ABUSE, (Span(0, 2),))
    monkeypatch.setattr(checking, "assess", lambda item, policy, **_: found)
    html = client.post("/check/", {"text": "笨蛋<b>"}).content.decode()
    assert ">笨蛋</mark>&lt;b&gt;" in html
    assert 'href="/rules/#clause-2.1"' in html
    assert "会先暂缓展示" in html
    assert "boom" not in html


def test_checking_offers_help_before_anything_else(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = verdict(Action.HELP, Category.SELF_HARM, ())
    monkeypatch.setattr(checking, "assess", lambda item, policy, **_: found)
    html = client.post("/check/", {"text": "……"}).content.decode()
    assert html.index('href="tel:12356"') < html.index('id="verdict"')
    assert "去举报" not in html


def test_checking_uses_the_communitys_own_policy(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def assess(item: object, policy: object, **_: object) -> Assessment:
        asked.append(policy.name)  # type: ignore[attr-defined]
        return verdict(Action.ALLOW, Category.ABUSE, ())

    monkeypatch.setattr(checking, "assess", assess)
    client.post("/check/", {"text": "好"})
    assert asked == ["test@1.0.0"]


def test_checking_stores_nothing(client: Client, django_assert_max_num_queries: object) -> None:
    before = Item.objects.count()
    with django_assert_max_num_queries(6) as queries:  # type: ignore[operator]
        client.post("/check/", {"text": "独一无二的一句话"})
    assert Item.objects.count() == before
    assert not [query for query in queries.captured_queries if "独一无二" in query["sql"]]
    assert not [q for q in queries.captured_queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.parametrize("text", ["", "   ", "长" * 5001])
def test_checking_refuses_what_it_cannot_read_with_a_reason(client: Client, text: str) -> None:
    html = client.post("/check/", {"text": text}).content.decode()
    assert "data-error-summary" in html
    assert "verdict" not in html


def test_my_matters_need_a_sign_in(client: Client) -> None:
    answer = client.get("/me/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_my_matters_are_mine_alone(client: Client, community: Community, people: factories.People) -> None:
    item = factories.submit(people.forum, "今天的菜真新鲜").item
    mine = moderation.report_create(actor=people.member, item=item, category="spam", text="")
    other = factories.actor_make(community, Role.MEMBER)
    assert f"/cases/{mine.code}/" in signed_in(people.member).get("/me/").content.decode()
    theirs = signed_in(other).get("/me/")
    assert theirs.status_code == 200
    assert mine.code not in theirs.content.decode()


@pytest.fixture
def sample_person(community: Community) -> User:
    user = factories.user_make("sample-member", sample=True, display_name="小满")
    Membership.objects.create(user=user, community=community, role=Role.MEMBER)
    return user


def test_the_sample_door_is_there_on_the_sample_station_alone(client: Client, settings: Settings) -> None:
    assert client.get("/sample/").status_code == 404
    settings.SAMPLE = True
    assert client.get("/sample/").status_code == 200
    settings.ALLOWED_HOSTS = ["station.example"]
    assert Client(SERVER_NAME="station.example").get("/sample/").status_code == 404


def test_one_press_signs_a_sample_person_in(client: Client, settings: Settings, sample_person: User) -> None:
    settings.SAMPLE = True
    assert "小满" in client.get("/sample/").content.decode()
    client.post("/sample/", {"person": sample_person.pk})
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("person", ["", "x", "99999999999999999999", "-1", "²"])
def test_the_sample_door_opens_for_nobody_else(
    client: Client, settings: Settings, people: factories.People, person: str
) -> None:
    settings.SAMPLE = True
    assert client.post("/sample/", {"person": person or str(people.keeper.user_id)}).status_code == 404
    assert client.get("/me/").status_code == 302


def test_an_unknown_page_is_a_page(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()


def test_a_stale_form_is_told_kindly(community: Community) -> None:
    strict = Client(enforce_csrf_checks=True, **HERE)  # type: ignore[arg-type]
    answer = strict.post("/check/", {"text": "好"})
    assert answer.status_code == 403
    assert "页面停留太久" in answer.content.decode()


def test_too_many_says_when_to_come_back() -> None:
    answer = errors.too_many(RequestFactory(**HERE).get("/"), 61)  # type: ignore[arg-type]
    assert (answer.status_code, answer["Retry-After"]) == (429, "61")
    assert "2 分钟" in answer.content.decode()


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "我们这边出了点问题"), ("en", "Something broke")])
def test_a_failure_shows_a_whole_page_and_nothing_of_the_failure(
    community: Community, monkeypatch: pytest.MonkeyPatch, language: str, shown: str
) -> None:
    def broken(*, community_id: int) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(views.replies, "this_week", broken)
    calm = Client(raise_request_exception=False, headers={"accept-language": language}, **HERE)  # type: ignore[arg-type]
    answer = calm.get("/")
    assert answer.status_code == 500
    assert shown in answer.content.decode()
    assert "a secret" not in answer.content.decode()


@pytest.mark.parametrize(
    ("refusal", "status", "shown"),
    [
        (LinliError(Text("太长了。", "Too long."), mend=Text("请短些。", "Shorten it.")), 400, "太长了。 请短些。"),
        (Forbidden(Text("您没有这项权限。", "No.")), 403, "您没有这项权限。"),
        (NotFound(Text("机密。", "Secret.")), 404, "没有找到这一页"),
    ],
)
def test_a_services_refusal_becomes_its_page(refusal: LinliError, status: int, shown: str) -> None:
    request = _request("/x/")
    answer = RefusalPages(lambda _: None).process_exception(request, refusal)  # type: ignore[arg-type, return-value]
    assert answer is not None
    assert answer.status_code == status
    assert shown in answer.content.decode()  # type: ignore[attr-defined]
    assert "机密" not in answer.content.decode()  # type: ignore[attr-defined]


def test_the_api_and_other_failures_are_left_alone() -> None:
    pages = RefusalPages(lambda _: None)  # type: ignore[arg-type, return-value]
    assert pages.process_exception(_request("/api/v1/items"), LinliError(Text("一", "one"))) is None
    assert pages.process_exception(_request("/x/"), ValueError("x")) is None


def _request(path: str) -> HttpRequest:
    request = RequestFactory(**HERE).get(path)  # type: ignore[arg-type]
    request.actor = Actor(Role.VISITOR, 1)  # type: ignore[attr-defined]
    return request


def test_the_security_policy_allows_no_inline_code(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
