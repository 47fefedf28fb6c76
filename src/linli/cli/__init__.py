"""`linli`, the command: thin commands over the library and the station."""

from __future__ import annotations

from linli.cli.root import main

__all__ = ["main"]
