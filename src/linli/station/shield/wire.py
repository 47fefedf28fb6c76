"""Shields as the API and the webhooks tell them."""

from __future__ import annotations

from typing import Any

from linli.station.organisations.selectors import address
from linli.station.shield import selectors
from linli.station.shield.models import Shield


def shield_out(shield: Shield) -> dict[str, Any]:
    """A shield for its own platform. `url` opens its page to whoever holds it: for the person alone."""
    on = selectors.holds(shield)
    return {
        "account": shield.account.external_id,
        "on": on,
        "ends_at": shield.ends.isoformat() if on and shield.ends else None,
        "channels": shield.channels if on else [],
        "admits": int(shield.admits),
        "hides_counts": on and shield.hides_counts,
        "under_attack": selectors.under_attack(shield.account_id) is not None,
        "url": address(shield.community_id, f"/shield/{selectors.code_of(shield)}/"),
    }


def no_shield(account: str) -> dict[str, Any]:
    """The same for an account that has none."""
    return {
        "account": account,
        "on": False,
        "ends_at": None,
        "channels": [],
        "admits": 3,
        "hides_counts": False,
        "under_attack": False,
        "url": "",
    }
