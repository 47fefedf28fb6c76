"""How long each kind of data is kept, by dotted name of each app's own list."""

from __future__ import annotations

RETENTION: tuple[str, ...] = (
    "linli.station.activities.retention.RETENTION",
    "linli.station.codes.retention.RETENTION",
    "linli.station.minors.retention.RETENTION",
    "linli.station.shield.retention.RETENTION",
    "linli.station.rumours.retention.RETENTION",
    "linli.station.moderation.retention.RETENTION",
    "linli.station.desk.retention.RETENTION",
    "linli.station.notifications.retention.RETENTION",
    "linli.station.integrations.retention.RETENTION",
    "linli.station.privacy.clearing.RETENTION",
)
