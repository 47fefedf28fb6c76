"""What the programme holds of people: proposals they sent, tasks they promised."""

from __future__ import annotations

from linli.station.people.personal import Fate, Holding, Personal
from linli.vocabulary import Text

PERSONAL = Personal(
    name=Text("共建", "Taking part"),
    holdings=(
        Holding(
            "programme.Proposal",
            Text("您提的建议", "Your proposals"),
            by_user="proposer_id",
            shown=("title", "text", "open", "state", "answer", "created"),
        ),
        Holding(
            "programme.Task",
            Text("交给您的事", "Tasks of yours"),
            by_user="who_id",
            shown=("title", "due", "done_at", "evidence", "minutes"),
            fate=Fate.BLANKED,
            blanks={"who_id": None},
            why=Text("事情属于计划，留下；谁做的删去。", "A task is the plan's and stays; who did it goes."),
        ),
    ),
    others={"programme.Plan": "who leads it, as staff; a leader hands over before leaving"},
)
