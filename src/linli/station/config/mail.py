"""Where e-mail goes out: a server named by one address, or nowhere."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class Server(NamedTuple):
    """A mail server. `tls`: encryption begins on the way (STARTTLS); `ssl`: it is there from the start."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    ssl: bool


def server(url: str) -> Server:
    """The server that `smtp://user:password@host:587` or `smtps://…:465` names; an empty one for an empty address."""
    parts = urlsplit(url)
    if url and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise ValueError("LINLI_EMAIL_URL must be smtp://user:password@host:587 or smtps://user:password@host:465")
    ssl = parts.scheme == "smtps"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(
        parts.hostname or "", parts.port or (465 if ssl else 587), user, password, not ssl and bool(user), ssl
    )
