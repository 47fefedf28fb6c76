"""Coming in by the sample station's door. Everyone else signs in with a password and, for staff, a second factor."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.http.request import split_domain_port

from linli.station.people.actors import Actor, Forbidden, NotFound, require
from linli.station.people.models import User
from linli.vocabulary import Text

THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "[::1]"})
BACKEND = "linli.station.people.backends.SignIn"
PROXIED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")


def sample_open(request: HttpRequest) -> bool:
    """Whether the door is there: on a sample station, asked from this machine by its own name, through no proxy."""
    if not settings.SAMPLE or host_name(request) not in THIS_MACHINE or any(name in request.META for name in PROXIED):
        return False
    return _is_loopback(request.META.get("REMOTE_ADDR", ""))


def user_rename(*, actor: Actor, name: str) -> None:
    """The name by which a person is shown, as they themselves correct it. The caller records it."""
    require(actor, "privacy.ask", actor.community_id)
    if actor.user_id is not None:
        User.objects.filter(pk=actor.user_id).update(display_name=name)


def host_name(request: HttpRequest) -> str:
    """The host that the request names, without its port."""
    host, _ = split_domain_port(request.get_host())
    return host


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def sample_sign_in(request: HttpRequest, *, user_id: int) -> User:
    """Signs a sample person in without a password; `Forbidden` elsewhere, `NotFound` for anyone else's account.

    There is no actor and no ledger row: nobody has come in before, and a session is no record of the station's.
    """
    if not sample_open(request):
        raise Forbidden(
            Text("示例身份只能在本机使用。", "Sample sign-ins work on this machine alone."),
            mend=Text("请用 127.0.0.1 打开示例站。", "Open the sample station at 127.0.0.1."),
        )
    found = User.objects.filter(pk=user_id, sample=True, is_active=True).first()
    if found is None:
        raise NotFound(Text("没有这个示例身份。", "There is no such sample person."), field="person")
    login(request, found, backend=BACKEND)
    return found
