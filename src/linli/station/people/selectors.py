"""Finding a person by the name they sign in with."""

from __future__ import annotations

from linli.station.people.actors import NotFound
from linli.station.people.models import User
from linli.vocabulary import Text


def user_by_name(name: str) -> User:
    """The person who signs in with this name; `NotFound` tells how they get an account."""
    found = User.objects.filter(username=name.strip(), is_active=True).first()
    if found is None:
        raise NotFound(
            Text("没有这个用户名。", "Nobody signs in with this name."),
            field="person",
            value=name,
            mend=Text("请对方先注册，或发一个邀请链接。", "Ask them to sign up, or send an invitation."),
        )
    return found
