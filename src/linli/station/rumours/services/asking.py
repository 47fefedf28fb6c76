"""Somebody asks whether something is true: a claim, a case at the desk, a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from threading import BoundedSemaphore

from linli.reading.pictures import words_in
from linli.station.desk import kinds as desk_kinds
from linli.station.desk import services as desk
from linli.station.exchange.fetching import PAGES, fetch
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, require
from linli.station.rumours import matching, selectors
from linli.station.rumours.models import Asked, Claim, Topic
from linli.station.rumours.readable import readable
from linli.vocabulary import LinliError, Text

LEAST, LONGEST, CLAIM = 4, 2000, 120
_READING = BoundedSemaphore(4)  # anybody may ask: pages read for them must not take every thread
_LOOKING = BoundedSemaphore(3)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks about: words, and where they stood."""

    text: str
    url: str = ""


def question_of(text: str, url: str = "") -> Question:
    """The words to look for: as pasted, or those of the page that a link leads to. Nothing is stored.

    A text that is one link is taken for one. Errors: `Unfetched` for a page, LinliError for what says too little.
    """
    tidy = "".join(c for c in text.strip() if c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff"))
    if not url and tidy.startswith(("http://", "https://")) and len(tidy.split()) == 1:
        tidy, url = "", tidy
    if url and not tidy:
        tidy = _of_page(url)
    if sum(c.isalnum() for c in tidy) < LEAST:
        raise LinliError(
            Text("请贴上想求证的话。", "Paste what you want to have checked."),
            field="text",
            value=text,
            mend=Text("至少 4 个字，整段贴进来更好找。", "At least 4 characters; the whole passage is found best."),
        )
    if len(tidy) > LONGEST:
        raise LinliError(
            Text("太长了。", "It is too long."),
            field="text",
            value=text,
            mend=Text(f"最多 {LONGEST} 个字，贴关键的一段。", f"At most {LONGEST} characters: paste the main part."),
        )
    return Question(tidy, url[:500])


def question_of_picture(picture: bytes) -> Question:
    """The words to look for in a screenshot. The picture is not kept. Errors: LinliError at `picture`."""
    if not _LOOKING.acquire(blocking=False):
        raise LinliError(
            Text("正在认的图片太多。", "Too many pictures are being read."),
            field="picture",
            mend=Text("过一会儿再试，或把图里的字打出来。", "Try again in a moment, or type the words in it."),
        )
    try:
        words = words_in(picture)
    finally:
        _LOOKING.release()
    if sum(c.isalnum() for c in words) < LEAST:
        raise LinliError(
            Text("图里没有认出字来。", "No words were found in the picture."),
            field="picture",
            mend=Text("请截清楚些，或把图里的字打出来。", "Take a clearer one, or type the words in it."),
        )
    return question_of(words[:LONGEST])


def rumour_ask(*, actor: Actor, question: Question, source: str = "", claim_uid: str = "") -> desk.Receipt:
    """Takes a question that nothing published answers; it joins a claim that is looked into already, where it is one.

    `source`: where an unnamed one comes from (see `submission_create`); `claim_uid`: the claim, where the asker chose
    it among those that are being looked into. Errors: `TooMany` for a flood.
    """
    require(actor, "submission.create", actor.community_id)
    known = claim_uid or matching.open_claim(community_id=actor.community_id, text=question.text)
    with writing(actor.community_id):
        claim = selectors.claim_by_uid(community_id=actor.community_id, uid=known) if known else None
        claim = claim or _claim_make(actor, question.text)
        receipt = desk.submission_create(
            actor=Actor(actor.role, actor.community_id, actor.user_id, actor.client_id, system="rumours"),
            kind=selectors.KIND,
            body={"text": question.text, "url": question.url},
            subject_type=selectors.SUBJECT,
            subject_id=claim.uid,
            source=source,
        )
        if not receipt.merged:
            Asked.objects.create(
                community_id=actor.community_id,
                claim=claim,
                submission=receipt.submission_uid,
                text=question.text,
                url=question.url,
            )
    return receipt


def claim_note(*, actor: Actor, text: str, topic: str = Topic.OTHER) -> Claim:
    """An editor notes a claim that goes round, before anybody asks; its case waits at the desk like the others."""
    require(actor, "check.write", actor.community_id)
    question = question_of(text)
    with writing(actor.community_id):
        claim = _claim_make(actor, question.text, topic)
        desk.case_open(
            actor=actor,
            kind=selectors.KIND,
            subject_type=selectors.SUBJECT,
            subject_id=claim.uid,
            description=_described(claim),
        )
    return claim


def _claim_make(actor: Actor, text: str, topic: str = Topic.OTHER) -> Claim:
    line = " ".join(text.split())
    made = Claim.objects.create(
        community_id=actor.community_id, text=line[:CLAIM], topic=topic if topic in Topic.values else Topic.OTHER
    )
    record(
        community_id=actor.community_id,
        kind="claim.opened",
        actor=Actor(actor.role, actor.community_id, system=actor.system),  # who asks is for the desk alone
        object_type="claim",
        object_id=made.uid,
    )
    return made


def _described(claim: Claim) -> desk_kinds.Description:
    return desk_kinds.Description(claim.text[:120], {"claim": claim.uid, "text": claim.text})


def _of_page(url: str) -> str:
    if not _READING.acquire(blocking=False):
        raise LinliError(
            Text("正在读的网页太多。", "Too many pages are being read."),
            field="url",
            value=url,
            mend=Text("过一会儿再试，或把文字贴进来。", "Try again in a moment, or paste the words."),
        )
    try:
        page = fetch(url, types=PAGES)
    finally:
        _READING.release()
    if page.status != 200:
        raise LinliError(Text("这个网址打不开。", "This address cannot be opened."), field="url", value=url)
    title, words = readable(page.text, html=page.type != "text/plain")
    return f"{title}\n{words}".strip()[:LONGEST]
