"""Where a webhook may go: to public hosts by https, checked when it is registered and again on every attempt.

The host is resolved here and the connection then goes to the very address that was checked, so that a name that
changes its mind in between (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
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


def check_url(url: str, *, private: bool) -> SplitResult:
    """The parts of a webhook's address; LinliError where it is not one, or where it is private and may not be."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise _refused(url, "网址写得不对。", "This is not a web address.") from wrong
    if parts.scheme not in ({"https", "http"} if private else {"https"}) or not parts.hostname:
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
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
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
    """The refusal of a webhook to this machine or its network."""
    return LinliError(
        Text("回调地址指向本机或内网。", "The webhook goes to this machine or its private network."),
        field="url",
        value=url,
        mend=Text(
            "请用公网 https 地址；内网部署可设 LINLI_WEBHOOK_PRIVATE_HOSTS=true。",
            "Use a public https address; inside a private network set LINLI_WEBHOOK_PRIVATE_HOSTS=true.",
        ),
    )
