"""What honours hold of people: who proposed a deed. Who did it holds a code and takes it back by that alone."""

from __future__ import annotations

from linli.station.people.personal import Fate, Holding, Personal
from linli.vocabulary import Text

PERSONAL = Personal(
    name=Text("好人好事", "Good deeds"),
    holdings=(
        Holding(
            "honours.Honour",
            Text("您推荐的好事", "Deeds you proposed"),
            by_user="proposer_id",
            shown=("title", "story", "evidence", "state", "created"),
            fate=Fate.BLANKED,
            blanks={"proposer_id": None, "evidence": "", "story": lambda row: row.story},
            why=Text(
                "故事属于做好事的人，由本人收回；谁推荐的、凭据都删去。",
                "The story is its person's to take back; who proposed it and the evidence go.",
            ),
        ),
    ),
)
