"""What pledges hold of people: nothing but who acted for an organisation."""

from __future__ import annotations

from linli.station.people.personal import Personal
from linli.vocabulary import Text

WHY = "who acted for an organisation or the station; the act is theirs, and the link to a person goes with the person"

PERSONAL = Personal(
    name=Text("行业承诺", "Pledges"),
    others={"pledges.Assessment": WHY, "pledges.Review": WHY, "pledges.Hearing": WHY},
)
