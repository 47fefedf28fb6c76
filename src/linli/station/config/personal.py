"""What each app holds of people, by dotted name, in the order in which it is erased: those above first."""

from __future__ import annotations

PERSONAL: tuple[str, ...] = (
    "linli.station.privacy.personal.PERSONAL",
    "linli.station.programme.personal.PERSONAL",
    "linli.station.activities.personal.PERSONAL",
    "linli.station.rumours.personal.PERSONAL",
    "linli.station.shield.personal.PERSONAL",
    "linli.station.honours.personal.PERSONAL",
    "linli.station.codes.personal.PERSONAL",
    "linli.station.pledges.personal.PERSONAL",
    "linli.station.minors.personal.PERSONAL",
    "linli.station.moderation.personal.PERSONAL",
    "linli.station.learning.personal.PERSONAL",
    "linli.station.conduct.personal.PERSONAL",
    "linli.station.publishing.personal.PERSONAL",
    "linli.station.collections.personal.PERSONAL",
    "linli.station.standing.personal.PERSONAL",
    "linli.station.desk.personal.PERSONAL",
    "linli.station.credentials.personal.PERSONAL",
    "linli.station.notifications.personal.PERSONAL",
    "linli.station.organisations.personal.PERSONAL",
    "linli.station.people.own_data.PERSONAL",
)
