"""The check of a policy document: everything that is wrong with it, with line, column and mend."""

from __future__ import annotations

from linli.policy.build import Resolve, build
from linli.policy.model import Finding
from linli.policy.packs import pack_names, pack_text


def lint(text: str, resolve: Resolve = pack_text) -> list[Finding]:
    """Everything wrong with the policy document `text`, in the order of its lines; empty for a good one.

    `resolve` gives the text of a pack that it extends (default: the shipped packs).
    """
    return list(build(text, resolve, pack_names()).findings)
