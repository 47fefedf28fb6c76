"""What the programme holds of people: proposals, tasks, grants they asked for or judged, seats in the council."""

from __future__ import annotations

from linli.station.people.personal import Fate, Holding, Personal
from linli.vocabulary import Text

PERSONAL = Personal(
    name=Text("共建", "Taking part"),
    holdings=(
        Holding(
            "programme.Voice",
            Text("您在青年议事说的话", "What you said in the youth council"),
            by_user="seat__user_id",
            shown=("question__text", "text", "agrees", "created"),
        ),
        Holding(
            "programme.Seat",
            Text("您在青年议事的席位", "Your seat in the youth council"),
            by_user="user_id",
            shown=("term__title", "band", "name", "state", "guardian", "consented_at", "created"),
        ),
        Holding(
            "programme.Review",
            Text("您写的评审意见", "Reviews you wrote"),
            by_user="reviewer_id",
            shown=("conflict", "scores", "words", "created"),
            fate=Fate.BLANKED,
            blanks={"reviewer_id": None},
            why=Text("评审是决定的依据，留下；谁写的删去。", "What a decision rests on stays; who wrote it goes."),
        ),
        Holding(
            "programme.Application",
            Text("您的资助申请", "Your applications for grants"),
            by_user="applicant_id",
            shown=("title", "text", "body", "asked", "state", "award", "reason", "report", "created"),
            fate=Fate.BLANKED,
            blanks={
                "applicant_id": None,
                "text": "",
                "reason": "",
                "report": "",
                "photo": b"",
                "report_photo": b"",
            },
            why=Text(
                "给了哪个项目多少钱要留下；谁申请的、写的话和照片删去。",
                "Which project got how much stays; who asked, their words and photos go.",
            ),
        ),
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
    others={
        "programme.Plan": "who leads it, as staff; a leader hands over before leaving",
        "programme.Milestone": "a step of a granted project, which names nobody",
        "programme.GrantSpending": "money of a granted project, which names nobody",
    },
)
