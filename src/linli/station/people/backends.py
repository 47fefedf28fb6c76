"""Signing in: as allauth does it, but a sample account only on the sample station and only from this machine."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from linli.station.people.models import User
from linli.station.people.services import sample_open


class SignIn(AuthenticationBackend):  # type: ignore[misc]
    """Refuses the password of a sample account from elsewhere as if it were wrong."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        """The user whose credentials these are."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if isinstance(user, User) and user.sample and (request is None or not sample_open(request)):
            return None
        return user
