"""Linli 邻里: civility for Chinese-language communities, with reasons. `linli.assess(item)` is the library."""

from __future__ import annotations

from linli.assess import assess, assess_many, to_dict
from linli.policy import Policy, PolicyError
from linli.policy import load as load_policy
from linli.vocabulary import (
    Action,
    Assessment,
    Author,
    Category,
    Context,
    Item,
    ItemKind,
    LinliError,
    Reason,
    Signal,
    Span,
    Text,
)

__version__ = "0.1.0"

__all__ = [
    "Action",
    "Assessment",
    "Author",
    "Category",
    "Context",
    "Item",
    "ItemKind",
    "LinliError",
    "Policy",
    "PolicyError",
    "Reason",
    "Signal",
    "Span",
    "Text",
    "assess",
    "assess_many",
    "load_policy",
    "to_dict",
]
