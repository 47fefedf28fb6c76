"""What rumours hold of people: the words in which somebody asked, and who wrote a check."""

from __future__ import annotations

from linli.station.people.personal import GONE, Fate, Holding, Personal
from linli.vocabulary import Text

PERSONAL = Personal(
    name=Text("求证", "Questions"),
    holdings=(
        Holding(
            "rumours.Asked",
            Text("您求证过的", "What you asked about"),
            by_object=("=submission", "submission"),
            shown=("text", "url", "created"),
            fate=Fate.BLANKED,
            blanks={"text": GONE, "url": ""},
            why=Text(
                "只留时间和话题，用来统计；您写的话删去。", "Its time and topic stay for the figures; your words go."
            ),
        ),
    ),
    others={
        "rumours.Check": "an editor's work, published with the station's name",
        "rumours.CheckVersion": "who agreed to publish, for the station's account of itself",
        "rumours.Imported": "who agreed to another station's check",
        "rumours.Evidence": "sources of a check",
        "rumours.Check_writers": "who may not publish a check",
    },
)
