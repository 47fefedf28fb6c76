"""What publishing holds of people: who wrote a work, by what name, who agreed to it, and who sent a picture."""

from __future__ import annotations

from typing import Any

from linli.station.people.personal import GONE, Fate, Holding, Personal
from linli.vocabulary import Text

UNNAMED = "不具名"


def _body(row: Any) -> Any:
    """What was never published belongs to its author alone."""
    return row.body if row.published_at else []


def _title(row: Any) -> str:
    return str(row.title) if row.published_at else GONE


PERSONAL = Personal(
    name=Text("作品", "Works"),
    holdings=(
        Holding(
            "publishing.Work",
            Text("您写的作品", "Works you wrote"),
            by_user="author_id",
            shown=("title", "summary", "body", "byline", "source", "note", "returned", "stage"),
            fate=Fate.BLANKED,
            blanks={"byline": UNNAMED, "author_id": None, "title": _title, "body": _body},
            why=Text(
                "发布过的作品留给读者，署名改为不具名；没发布的删去。要撤下作品，请先撤回。",
                "What was published stays, unnamed; drafts go. Withdraw a work first to have it gone.",
            ),
        ),
        Holding(
            "publishing.WorkVersion",
            Text("您同意发布的版本", "Versions you agreed to publish"),
            by_user="editor_id",
            community="work__community_id",
            shown=("number", "content", "note", "editor_name", "created"),
            fate=Fate.BLANKED,
            blanks={"editor_name": "", "editor_id": None, "content": lambda row: row.content},
            why=Text("版本是公开的记录；编辑的名字删去。", "A version is a public record; its editor's name goes."),
        ),
        Holding(
            "publishing.Picture",
            Text("您传的图片", "Pictures you sent"),
            by_user="by_id",
            shown=("alt", "width", "height", "created"),
            fate=Fate.BLANKED,
            blanks={"by_id": None},
            why=Text("图片是作品的一部分；谁传的删去。", "A picture is part of a work; who sent it goes."),
        ),
    ),
    others={
        "publishing.Channel": "who answers for a channel, an office and public",
        "publishing.CampaignWork": "that a public work belongs to a campaign",
        "publishing.Tally": "counts of a day, of nobody in particular",
        "publishing.Campaign": "who answers for a campaign, an office and public",
    },
)
