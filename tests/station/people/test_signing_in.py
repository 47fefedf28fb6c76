"""Staff sign in with a second factor; sample accounts work on this machine only."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory
from pytest_django import Settings

from linli.station.organisations.models import Community
from linli.station.people.backends import SignIn
from linli.station.people.models import User
from tests.station.factories import PASSWORD, People, user_make

AT_HOME = {"HTTP_HOST": "127.0.0.1:8600", "REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def sample_station(settings: Settings) -> None:
    settings.SAMPLE = True
    settings.ALLOWED_HOSTS = ["*"]


def sign_in(user: User, **meta: str) -> object:
    request = RequestFactory().post("/accounts/login/", **meta)
    return SignIn().authenticate(request, username=user.username, password=PASSWORD)


@pytest.mark.usefixtures("sample_station")
@pytest.mark.parametrize("host", ["127.0.0.1:8600", "localhost", "[::1]:8600", "[::1]"])
def test_a_sample_account_signs_in_at_home(db: None, host: str) -> None:
    user = user_make(sample=True)
    assert sign_in(user, **{**AT_HOME, "HTTP_HOST": host}) == user


@pytest.mark.usefixtures("sample_station")
@pytest.mark.parametrize(
    "meta",
    [
        {"HTTP_HOST": "linli.example"},
        {"HTTP_HOST": "192.0.2.7:8600"},
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_a_sample_account_is_refused_from_elsewhere(db: None, meta: dict[str, str]) -> None:
    assert sign_in(user_make(sample=True), **{**AT_HOME, **meta}) is None
    real = user_make()
    assert sign_in(real, **{**AT_HOME, **meta}) == real


def test_a_sample_account_is_refused_on_a_real_station(db: None) -> None:
    assert sign_in(user_make(sample=True), **AT_HOME) is None
    assert SignIn().authenticate(None, username="nobody", password=PASSWORD) is None


@pytest.mark.usefixtures("sample_station", "community")
def test_a_sample_session_ends_when_it_comes_from_elsewhere(client: Client) -> None:
    client.force_login(user_make(sample=True))
    client.get("/accounts/login/", **AT_HOME)
    assert "_auth_user_id" in client.session
    client.get("/accounts/login/", **{**AT_HOME, "HTTP_HOST": "linli.example"})
    assert "_auth_user_id" not in client.session


def enter(client: Client, user_id: int | None) -> User:
    user = User.objects.get(pk=user_id)
    client.force_login(user)
    return user


def test_staff_without_a_second_factor_are_sent_to_set_it_up(client: Client, people: People) -> None:
    enter(client, people.reviewer.user_id)
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/totp/activate/")
    assert client.get("/accounts/logout/").status_code == 200


def test_staff_with_a_second_factor_go_on(client: Client, people: People) -> None:
    user = enter(client, people.keeper.user_id)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/").status_code == 200


def test_members_need_no_second_factor(client: Client, people: People) -> None:
    enter(client, people.member.user_id)
    assert client.get("/").status_code == 200


def test_the_sample_station_asks_for_no_second_factor(client: Client, people: People, settings: Settings) -> None:
    settings.SAMPLE = True
    enter(client, people.reviewer.user_id)
    assert client.get("/").status_code == 200


def test_a_page_of_a_community_that_is_none(client: Client, community: Community) -> None:
    assert client.get("/c/nowhere/").status_code == 404
