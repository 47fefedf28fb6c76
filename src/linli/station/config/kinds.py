"""Every kind of submission of this station, by dotted name."""

from __future__ import annotations

KINDS: tuple[str, ...] = (
    "linli.station.moderation.kinds.REPORT",
    "linli.station.moderation.kinds.REVIEW",
    "linli.station.moderation.kinds.APPEAL",
    "linli.station.moderation.kinds.REVISION",
    "linli.station.rumours.kinds.RUMOUR",
    "linli.station.rumours.kinds.CORRECTION",
    "linli.station.standing.kinds.STANDING",
    *(f"linli.station.privacy.kinds.{name}" for name in ("COPY", "MOVE", "CORRECT", "DELETE", "WITHDRAW", "EXPLAIN")),
    "linli.station.shield.kinds.HELP",
    "linli.station.honours.kinds.NOMINATION",
    "linli.station.honours.kinds.OBJECTION",
    "linli.station.codes.kinds.COMMENT",
    "linli.station.pledges.kinds.COMPLAINT",
    "linli.station.pledges.kinds.APPEAL",
    "linli.station.minors.kinds.DOOR",
    "linli.station.minors.kinds.CHECK",
    "linli.station.programme.kinds.PROPOSAL",
    "linli.station.programme.kinds.GRANT",
    "linli.station.programme.kinds.COUNCIL",
)
