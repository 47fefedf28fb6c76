"""The policy document: clauses, rules, packs; reading it, checking it, and deciding by it."""

from __future__ import annotations

from linli.policy.decide import decide
from linli.policy.lint import lint
from linli.policy.load import load, load_text, pack_names
from linli.policy.model import Clause, Finding, Level, Policy, PolicyError, Rule

__all__ = [
    "Clause",
    "Finding",
    "Level",
    "Policy",
    "PolicyError",
    "Rule",
    "decide",
    "lint",
    "load",
    "load_text",
    "pack_names",
]
