"""What the desk holds of people: what they sent and said, and cases about what is theirs."""

from __future__ import annotations

from linli.station.desk.models import OPEN_STATES, Case
from linli.station.people.personal import GONE, Fate, Holding, Object, Personal, Subject, empty_object
from linli.vocabulary import Text

SENT = Text(
    "只留编号、种类和时间，用来统计和凭编号查进度；说的话和是谁说的都删去。",
    "Its number, kind and times stay, for the figures and to be followed by its code; words and sender go.",
)
ANSWERED = Text(
    "处理结果与依据留作社区记录；内容快照和引用的话删去。",
    "The outcome and its grounds stay as the community's record; the snapshot and the words quoted go.",
)
OPEN = Text("还有关于您的举报正在处理。", "A report about you is being handled.")


def objects(subject: Subject) -> tuple[Object, ...]:
    """Their submissions, whose words are sealed in the record, and cases about what is theirs."""
    sent = SENT_ROWS.rows(subject).values_list("uid", flat=True)
    cases = CASES.rows(subject).values_list("uid", flat=True)
    return (*(("submission", uid) for uid in sent), *(("case", uid) for uid in cases))


def hindrances(subject: Subject) -> tuple[Text, ...]:
    """An open case that somebody else sent about something of theirs."""
    about = CASES.rows(subject).filter(state__in=OPEN_STATES)
    theirs = Case.objects.filter(submissions__in=SENT_ROWS.rows(subject)).values("pk")
    return (OPEN,) if about.exclude(pk__in=theirs).exists() else ()


CASES = Holding(
    "desk.Case",
    Text("关于您内容的案件", "Cases about what is yours"),
    by_object=("subject_type", "subject_id"),
    shown=("number", "kind", "state", "created", "answered_at"),
    fate=Fate.BLANKED,
    blanks={"title": "", "snapshot": empty_object, "held_reason": ""},
    why=ANSWERED,
)
SENT_ROWS = Holding(
    "desk.Submission",
    Text("您提交的", "What you sent"),
    by_user="submitter_id",
    by_account="submitter_account",
    shown=("uid", "kind", "body", "subject_type", "created", "promised_at"),
    fate=Fate.BLANKED,
    blanks={"body": empty_object, "submitter_id": None, "submitter_account": "", "source": ""},
    why=SENT,
)
PERSONAL = Personal(
    name=Text("受理台", "The desk"),
    objects=objects,
    hindrances=hindrances,
    holdings=(
        Holding(
            "desk.Answer",
            Text("关于您内容的答复", "Answers about what is yours"),
            by_object=("case__subject_type", "case__subject_id"),
            community="case__community_id",
            shown=("choice", "at", "reversed_at", "overturned"),
            fate=Fate.BLANKED,
            blanks={"reason": GONE, "snapshot": empty_object, "reversed_why": ""},
            why=ANSWERED,
        ),
        CASES,
        Holding(
            "desk.Message",
            Text("您与受理处的留言", "Messages with the desk"),
            by_user="submission__submitter_id",
            by_account="submission__submitter_account",
            community="case__community_id",
            shown=("from_desk", "text", "created"),
        ),
        Holding(
            "desk.Satisfaction",
            Text("您的评价", "Your scores"),
            by_user="submission__submitter_id",
            by_account="submission__submitter_account",
            community="submission__community_id",
            shown=("score", "comment", "created"),
            fate=Fate.BLANKED,
            blanks={"comment": ""},
            why=Text("分数计入平均分，不再与您相连。", "The score stays in the mean, tied to nobody."),
        ),
        SENT_ROWS,
        Holding(
            "desk.Case_excluded",
            Text("您须回避的案件", "Cases you are kept from"),
            by_user="user_id",
            community="case__community_id",
            shown=("case__number",),
        ),
        Holding(
            "desk.Note",
            Text("关于您内容的同事备注", "Notes among colleagues about what is yours"),
            by_object=("case__subject_type", "case__subject_id"),
            community="case__community_id",
            shown=("text", "created"),
        ),
    ),
    others={
        "desk.Bulk": "the work of staff: who answered many cases, kept with the answers",
        "desk.Proposal": "the work of staff: an answer that waits for a second person, gone once given",
        "desk.DangerStep": "the work of staff: which step of the plan was done",
        "desk.Queue_people": "the work of staff: who handles a queue; ends with the role",
    },
)
