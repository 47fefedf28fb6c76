"""The check of a policy document: everything that is wrong with it, with line, column and mend."""

from __future__ import annotations

from linli.policy.build import build
from linli.policy.model import Finding
from linli.policy.packs import pack_names, pack_text


def lint(text: str) -> list[Finding]:
    """Everything wrong with the policy document `text`, in the order of its lines; empty for a good one."""
    return list(build(text, pack_text, pack_names()).findings)
