"""Random public ids: they say nothing about what they name, so they may stand in records, addresses and exports."""

from __future__ import annotations

import secrets

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 20


def new_id() -> str:
    """20 characters from an alphabet of 32: 100 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
