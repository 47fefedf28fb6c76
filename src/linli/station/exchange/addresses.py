"""Where a request may go: to public hosts, checked when an address is registered and again on every attempt.

The host is resolved here and the connection then goes to the very address that was checked, so that a name that
changes its mind in between (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from linli.vocabulary import LinliError, Text

SHARED = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """An address to connect to, and the name to ask for there."""

    url: str
    host: str
    name: str


def check_url(url: str, *, private: bool, schemes: Iterable[str] = ()) -> SplitResult:
    """The parts of an address; LinliError where it is not one, or where it is private and may not be.

    `schemes` are those allowed; by default https, and http where private hosts are allowed.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise _refused(url, "网址写得不对。", "This is not a web address.") from wrong
    allowed = set(schemes) or ({"https", "http"} if private else {"https"})
    if parts.scheme not in allowed or not parts.hostname:
        raise _refused(url, "网址要以 https:// 开头。", "The address must begin with https://.")
    if parts.username or parts.password or parts.fragment or not url.isascii() or " " in url or port == 0:
        raise _refused(url, "网址里不能有账号、片段、空格或中文。", "No account, fragment, space or non-ASCII in it.")
    literal = _literal(parts.hostname)
    if not private and (parts.hostname == "localhost" or (literal and not is_public(literal))):
        raise private_refused(url)
    return parts


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; an IPv4 address inside an IPv6 one is looked at too."""
    ip = ipaddress.ip_address(address)
    inner = ip
    if isinstance(ip, ipaddress.IPv6Address):
        nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in SHARED else None
        inner = ip.ipv4_mapped or ip.sixtofour or nat64 or ip
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


async def resolve(url: str, *, private: bool) -> Target:
    """The address to connect to for `url`. Raises LinliError where any address of the host is private."""
    parts = check_url(url, private=private)
    found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    return _target(url, parts, [str(entry[4][0]) for entry in found], private=private)


def target_of(url: str, *, private: bool, schemes: Iterable[str] = ()) -> Target:
    """`resolve` for code that is not asynchronous."""
    parts = check_url(url, private=private, schemes=schemes)
    found = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    return _target(url, parts, [str(entry[4][0]) for entry in found], private=private)


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _target(url: str, parts: SplitResult, addresses: list[str], *, private: bool) -> Target:
    host, port = parts.hostname or "", _port(parts)
    if not private and not all(is_public(a) for a in addresses):
        raise private_refused(url)
    bare = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
    name = f"[{host}]" if ":" in host else host
    shown = name if parts.port is None else f"{name}:{parts.port}"
    return Target(parts._replace(netloc=f"{bare}:{port}").geturl(), shown, host)


def _literal(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return ""


def _refused(url: str, zh: str, en: str) -> LinliError:
    mend = Text("例如 https://forum.example/hooks", "For example https://forum.example/hooks")
    return LinliError(Text(zh, en), field="url", value=url, mend=mend)


def private_refused(url: str) -> LinliError:
    """The refusal of an address of this machine or its network."""
    return LinliError(
        Text("这个网址指向本机或内网。", "This address is of this machine or its private network."),
        field="url",
        value=url,
        mend=Text(
            "请用公网地址；内网部署可设 LINLI_WEBHOOK_PRIVATE_HOSTS 或 LINLI_FETCH_PRIVATE_HOSTS。",
            "Use a public address; inside a private network set LINLI_WEBHOOK_PRIVATE_HOSTS or "
            "LINLI_FETCH_PRIVATE_HOSTS.",
        ),
    )
