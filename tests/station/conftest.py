"""A community with its people, and a policy that tests can predict."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation
from pytest_django import Settings

from linli.station.moderation.services import items
from linli.station.organisations.models import Community
from tests.station import factories


@pytest.fixture
def community(db: None) -> Community:
    """The home community, under a small predictable policy."""
    return factories.community_make(home=True)


@pytest.fixture
def people(community: Community) -> factories.People:
    """One person of each role, two reviewers and two leads."""
    return factories.people_make(community)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Slow hashes protect real people only."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _predictable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that fire on plain words, so that the station's tests do not hang on the quality of detectors."""
    monkeypatch.setattr(items, "assess", factories.assess_by_words)


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """A request in English leaves its language to the thread; every test begins in Chinese."""
    with translation.override("zh-hans"):
        yield
