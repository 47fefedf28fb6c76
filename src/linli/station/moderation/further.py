"""Detectors that apps above give the station, named in `config/detectors.py`; and what their findings point at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from linli.assess import to_dict
from linli.detectors import Detector
from linli.vocabulary import Assessment, Category

Source = Callable[[int], Sequence[Detector]]


@cache
def _sources() -> tuple[Source, ...]:
    names: tuple[str, ...] = import_string(settings.DETECTORS)
    return tuple(import_string(name) for name in names)


def further(community_id: int) -> tuple[Detector, ...]:
    """What the community's own publications add to the shipped detectors, now."""
    return tuple(detector for source in _sources() for detector in source(community_id))


def reasons_of(verdict: Assessment) -> list[dict[str, Any]]:
    """The reasons of a verdict; one that rests on a published check carries the address of the check as `link`."""
    links = {s.category.value: s.source for s in verdict.signals if s.category is Category.FALSE_CLAIM and s.source}
    reasons: list[dict[str, Any]] = to_dict(verdict)["reasons"]
    return [r | {"link": links[r["category"]]} if r["category"] in links else r for r in reasons]
