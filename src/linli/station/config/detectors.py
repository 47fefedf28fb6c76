"""Detectors that apps of the station add to the shipped ones, by dotted name: each is a function of a community."""

from __future__ import annotations

DETECTORS: tuple[str, ...] = ("linli.station.rumours.matching.detectors", "linli.station.config.banks.detectors")
