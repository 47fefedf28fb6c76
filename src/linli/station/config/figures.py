"""What apps above `transparency` add to the public figures, by dotted name; their queries are in its `queries.py`."""

from __future__ import annotations

FIGURES: tuple[str, ...] = ("linli.station.privacy.figures.figures",)
