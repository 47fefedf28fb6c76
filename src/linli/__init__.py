"""Linli 邻里: civility for Chinese-language communities, with reasons. `linli.assess(item, policy)` is the library."""

from __future__ import annotations

__version__ = "0.1.0"
