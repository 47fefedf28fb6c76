"""The policy document: clauses, rules, packs; reading it, checking it, and deciding by it."""

from __future__ import annotations

from linli.policy.changes import Change, changes, material
from linli.policy.decide import decide
from linli.policy.lint import lint
from linli.policy.load import beside, load, load_text, read_file
from linli.policy.model import Clause, Finding, Level, Policy, PolicyError, Rule
from linli.policy.packs import pack_names, pack_text

__all__ = [
    "Change",
    "Clause",
    "Finding",
    "Level",
    "Policy",
    "PolicyError",
    "Rule",
    "beside",
    "changes",
    "decide",
    "lint",
    "load",
    "load_text",
    "material",
    "pack_names",
    "pack_text",
    "read_file",
]
