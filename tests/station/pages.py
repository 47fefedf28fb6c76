"""What tests of pages share: signing in as an actor, staff with their second factor."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from linli.station.people.actors import Actor
from linli.station.people.models import User
from linli.station.people.services import BACKEND


def sign_in(client: Client, actor: Actor) -> Client:
    """The client, signed in as the actor's person, or signed out for a visitor."""
    client.logout()
    if actor.user_id is not None:
        user = User.objects.get(pk=actor.user_id)
        if actor.is_staff and not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, generate_totp_secret())
        client.force_login(user, backend=BACKEND)
    return client


def signed_in(actor: Actor) -> Client:
    """A new client that is signed in as the actor's person."""
    return sign_in(Client(), actor)
