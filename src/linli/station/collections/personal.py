"""What the library holds of people: which keeper brought an item in. The item is the community's."""

from __future__ import annotations

from operator import attrgetter

from linli.station.people.personal import Fate, Holding, Personal
from linli.vocabulary import Text

WORDS = (
    "description",
    "plain",
    "subjects",
    "rooms",
    "transcription",
    "transcript",
    "audio_description",
    "values",
    "folded",
)
PERSONAL = Personal(
    name=Text("文库", "The library"),
    holdings=(
        Holding(
            "collections.Item",
            Text("您录入的藏品", "Items you brought in"),
            by_user="maker_id",
            shown=("title", "state", "created"),
            fate=Fate.BLANKED,
            blanks={"maker_id": None, **{name: attrgetter(name) for name in WORDS}},
            why=Text(
                "藏品属于社区，是谁录入的删去。", "The item is the community's; who brought it in is forgotten."
            ),
        ),
    ),
    others={
        "collections.Picture": "a picture of an item, with no person's name",
        "collections.Quoted": "words of an item in a reading path, with no person's name",
    },
)
