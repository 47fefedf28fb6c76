"""The youth council: seats with a guardian's consent where one is young, questions, answers, the station's reply."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from linli.station.desk import services as desk
from linli.station.ledger.ids import new_id
from linli.station.ledger.services import writing
from linli.station.people.actors import Actor, Forbidden, NotFound, require
from linli.station.people.codes import NOTICE_LENGTH, code_make
from linli.station.programme import selectors
from linli.station.programme.models import Band, Question, Seat, Term, Voice
from linli.station.programme.services.planning import checked_day, checked_length, told
from linli.vocabulary import LinliError, Text

MOST_SEATS, MOST_QUESTIONS = 60, 100
S, R = Seat.State, Question.Reply


def term_open(*, actor: Actor, title: str, ends: date) -> Term:
    """A council from today to a day; the one before it ends where this one begins."""
    require(actor, "council.keep", actor.community_id)
    checked_length("title", title, 40)
    checked_day("ends", ends)
    today = timezone.localdate()
    with writing(actor.community_id):
        Term.objects.filter(community_id=actor.community_id, ends__gt=today).update(ends=today)
        made = Term.objects.create(community_id=actor.community_id, title=title.strip(), starts=today, ends=ends)
        told(actor, "council.opened", "term", made.uid)
    return made


def seat_ask(*, actor: Actor, term_uid: str, band: str, name: str = "") -> Seat:
    """Asks for a seat. A minor's name is not kept at all; under fourteen a guardian has to consent first."""
    require(actor, "council.sit", actor.community_id)
    if band not in Band.values:
        raise LinliError(Text("请选年龄段。", "Choose an age."), field="band", value=band[:10])
    if band == Band.YOUNG:
        checked_length("name", name, 20)
    with writing(actor.community_id):
        term = _running(actor, term_uid)
        if term.seats.exclude(state=S.LEFT).exclude(user_id=actor.user_id or 0).count() >= MOST_SEATS:
            raise LinliError(Text("名额满了。", "There are no seats left."), field="term", value=term_uid)
        uid = new_id()
        _, digest = code_make(selectors.GUARDIAN, uid, NOTICE_LENGTH)
        kept = term.seats.filter(user_id=actor.user_id or 0).first()
        if kept is not None and kept.state != S.LEFT:
            raise LinliError(Text("您已经报过名。", "You have asked already."), field="term", value=term_uid)
        given = {"band": band, "name": name.strip() if band == Band.YOUNG else "", "state": S.ASKED}
        if kept is not None:
            kept.band, kept.name, kept.state = given["band"], given["name"], given["state"]
            kept.guardian, kept.consented_at = "", None
            kept.save()
        else:
            kept = Seat.objects.create(
                term=term,
                community_id=actor.community_id,
                uid=uid,
                user_id=actor.user_id or 0,
                consent_digest=digest,
                **given,
            )
        told(actor, "seat.asked", "seat", kept.uid, user_id=actor.user_id)
    return kept


def guardian_consent(*, actor: Actor, code: str, name: str) -> Seat:
    """The guardian's own word, under the name they give; refused to whoever is signed in as the child."""
    checked_length("name", name, 40)
    with writing(actor.community_id):
        found = selectors.seat_by_code(community_id=actor.community_id, code=code)
        if actor.user_id is not None and actor.user_id == found.user_id:
            raise Forbidden(
                Text("要由监护人来同意，不能用孩子的账号。", "A guardian consents, not under the child's account."),
                field="name",
                value="",
                mend=Text("请监护人用自己的手机打开这个地址。", "Open the address on the guardian's own phone."),
            )
        found.guardian, found.consented_at = name.strip(), timezone.now()
        found.save(update_fields=["guardian", "consented_at"])
        told(actor, "seat.consented", "seat", found.uid, user_id=found.user_id)
    return found


def guardian_withdraw(*, actor: Actor, code: str) -> Seat:
    """The guardian takes it back: the seat is empty, its words are gone. Safe to repeat."""
    with writing(actor.community_id):
        return _leave(actor, selectors.seat_by_code(community_id=actor.community_id, code=code))


def seat_leave(*, actor: Actor, term_uid: str) -> Seat:
    """A member leaves; what they said goes with them. Safe to repeat."""
    require(actor, "council.sit", actor.community_id)
    with writing(actor.community_id):
        found = Seat.objects.filter(
            community_id=actor.community_id, term__uid=term_uid, user_id=actor.user_id or 0
        ).first()
        if found is None:
            raise NotFound(Text("您不在名单里。", "You have no seat."), field="term", value=term_uid)
        return _leave(actor, found)


def _leave(actor: Actor, found: Seat) -> Seat:
    if found.state != S.LEFT:
        found.state, found.name, found.guardian, found.consented_at = S.LEFT, "", "", None
        found.save(update_fields=["state", "name", "guardian", "consented_at"])
        found.voices.all().delete()
        told(actor, "seat.left", "seat", found.uid, user_id=found.user_id)
    return found


def seat_give(*, actor: Actor, uid: str) -> Seat:
    """A lead lets somebody in; never one under fourteen before a guardian consented. Safe to repeat."""
    require(actor, "council.keep", actor.community_id)
    with writing(actor.community_id):
        found = Seat.objects.filter(community_id=actor.community_id, uid=uid).exclude(state=S.LEFT).first()
        if found is None:
            raise NotFound(Text("没有这个报名。", "Nobody asked for this."), field="seat", value=uid)
        if found.band == Band.CHILD and found.consented_at is None:
            raise LinliError(
                Text("不满十四岁，要监护人先同意。", "Under fourteen a guardian consents first."),
                field="seat",
                value=uid,
                mend=Text("请孩子把监护人的地址交给监护人。", "The child hands the address to the guardian."),
            )
        found.state = S.SEATED
        found.save(update_fields=["state"])
        told(actor, "seat.given", "seat", uid, user_id=found.user_id)
    return found


def question_put(*, actor: Actor, term_uid: str, text: str) -> Question:
    """A question to the council."""
    require(actor, "council.keep", actor.community_id)
    checked_length("text", text, 300)
    with writing(actor.community_id):
        term = _running(actor, term_uid)
        if term.questions.count() >= MOST_QUESTIONS:
            raise LinliError(
                Text(f"一届至多 {MOST_QUESTIONS} 个问题。", f"{MOST_QUESTIONS} questions a term at most."),
                field="text",
                value=text[:40],
            )
        made = Question.objects.create(term=term, community_id=actor.community_id, text=text.strip())
        told(actor, "question.put", "question", made.uid)
    return made


def voice_give(*, actor: Actor, uid: str, text: str) -> Voice:
    """What a member says; it may be said anew until the council has answered."""
    checked_length("text", text, 500)
    with writing(actor.community_id):
        found, seat = _open_to(actor, uid)
        kept, _ = Voice.objects.update_or_create(
            question=found, seat=seat, defaults={"community_id": actor.community_id, "text": text.strip()}
        )
        told(actor, "question.voice", "question", uid)
    return kept


def answer_draft(*, actor: Actor, uid: str, text: str) -> Question:
    """A member writes the council's answer, or writes it better: everybody then agrees anew."""
    checked_length("text", text, 1000)
    with writing(actor.community_id):
        found, _ = _open_to(actor, uid)
        found.draft = text.strip()
        found.save(update_fields=["draft"])
        found.voices.update(agrees=False)
        told(actor, "question.drafted", "question", uid)
    return found


def answer_agree(*, actor: Actor, uid: str) -> Question:
    """A member agrees. With more than half of the members it is the council's, and goes to the desk."""
    with writing(actor.community_id):
        found, seat = _open_to(actor, uid)
        if not found.draft:
            raise LinliError(Text("还没有答复的草稿。", "No answer is drafted yet."), field="question", value=uid)
        Voice.objects.update_or_create(
            question=found, seat=seat, defaults={"community_id": actor.community_id, "agrees": True}
        )
        told(actor, "question.agreed", "question", uid)
        if 2 * found.voices.filter(agrees=True).count() > selectors.seated(found.term).count():
            _to_desk(actor, found)
    return found


def _to_desk(actor: Actor, found: Question) -> None:
    receipt = desk.submission_create(
        actor=Actor(actor.role, actor.community_id, actor.user_id, system="programme"),
        kind="council",
        body={},
        subject_type="question",
        subject_id=found.uid,
    )
    found.answered_at, found.reply_by = timezone.now(), timezone.localtime(receipt.promised_at).date()
    found.save(update_fields=["answered_at", "reply_by"])
    told(actor, "question.answered", "question", found.uid)


def question_reply(*, actor: Actor, uid: str, state: str, reply: str) -> dict[str, str]:
    """What the station says to the council's answer, in public; what it said before, for the way back."""
    with writing(actor.community_id):
        found = selectors.question(community_id=actor.community_id, uid=uid)
        before = {"state": str(found.reply_state), "reply": found.reply}
        found.reply_state, found.reply = state, reply
        found.save(update_fields=["reply_state", "reply"])
        told(actor, "question.replied", "question", uid)
    return before


def _running(actor: Actor, uid: str) -> Term:
    found = selectors.term(community_id=actor.community_id, uid=uid)
    if found.ends <= timezone.localdate():
        raise LinliError(Text("这一届已经结束。", "This council is over."), field="term", value=uid)
    return found


def _open_to(actor: Actor, uid: str) -> tuple[Question, Seat]:
    require(actor, "council.sit", actor.community_id)
    found = selectors.question(community_id=actor.community_id, uid=uid)
    seat = selectors.seated(found.term).filter(user_id=actor.user_id or 0).first()
    if seat is None:
        raise Forbidden(
            Text("只有议事员能做这件事。", "Only members of the council may do this."), field="question", value=uid
        )
    if found.answered_at is not None:
        raise LinliError(Text("已经答复过了。", "It is answered."), field="question", value=uid)
    return found, seat
