"""Where webhooks may go."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from linli.station.exchange.addresses import check_url, is_public, resolve
from linli.vocabulary import LinliError

BAD = [
    "",
    "forum.example/hook",
    "ftp://forum.example/",
    "http://forum.example/",
    "https://",
    "https://user:pass@forum.example/",
    "https://forum.example:99999/",
    "https://forum.example:0/",
    "https://forum.example/#part",
    "https://forum.example/a b",
    "https://论坛.example/",
    "https://[::1",
    "https://localhost/",
    "https://127.0.0.1/",
    "https://10.1.2.3/hook",
    "https://[::ffff:127.0.0.1]/",
    "https://169.254.169.254/latest",
]


@pytest.mark.parametrize("url", BAD)
def test_a_bad_or_private_address_is_refused(url: str) -> None:
    with pytest.raises(LinliError) as refused:
        check_url(url, private=False)
    assert refused.value.field == "url"
    assert refused.value.mend.en


@pytest.mark.parametrize("url", ["http://127.0.0.1:8700/hooks", "http://localhost/x", "https://10.0.0.1/"])
def test_a_private_address_is_taken_where_the_operator_says_so(url: str) -> None:
    assert check_url(url, private=True).hostname


PLACES = {
    "93.184.215.14": True,
    "2606:2800:21f:cb07:6820:80da:af6b:8b2c": True,
    "127.0.0.1": False,
    "10.0.0.1": False,
    "172.16.0.1": False,
    "192.168.1.1": False,
    "169.254.1.1": False,
    "100.64.0.1": False,
    "0.0.0.0": False,
    "224.0.0.1": False,
    "255.255.255.255": False,
    "::1": False,
    "fe80::1": False,
    "fc00::1": False,
    "::ffff:10.0.0.1": False,
    "2002:7f00:1::": False,
    "64:ff9b::7f00:1": False,
    "64:ff9b::5db8:d70e": True,
}


@pytest.mark.parametrize(("address", "public"), PLACES.items())
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def _resolve(url: str, addresses: list[str], *, private: bool = False) -> Any:
    async def run() -> Any:
        loop = asyncio.get_running_loop()

        async def answer(host: str, port: int, **_: Any) -> Any:
            return [(0, 0, 0, "", (address, port)) for address in addresses]

        loop.getaddrinfo = answer  # type: ignore[method-assign]
        return await resolve(url, private=private)

    return asyncio.run(run())


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    target = _resolve("https://forum.example/hook?a=1", ["93.184.215.14"])
    assert target.url == "https://93.184.215.14:443/hook?a=1"
    assert (target.host, target.name) == ("forum.example", "forum.example")


def test_ports_and_ipv6_are_kept() -> None:
    target = _resolve("https://forum.example:8443/", ["2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
    assert target.url == "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:8443/"
    assert target.host == "forum.example:8443"


def test_a_name_that_leads_inside_is_refused_even_if_one_address_is_public() -> None:
    with pytest.raises(LinliError):
        _resolve("https://forum.example/", ["93.184.215.14", "127.0.0.1"])
    assert _resolve("http://forum.example/", ["127.0.0.1"], private=True).url == "http://127.0.0.1:80/"
