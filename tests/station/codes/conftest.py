"""Callers of the API for tests of the helper."""

from __future__ import annotations

from tests.station.api.conftest import forum

__all__ = ["forum"]
