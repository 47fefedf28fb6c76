"""What a neighbour can do. Each function writes the words and the outbox row in one transaction."""

from __future__ import annotations

from django.db import transaction

from forum import outbox
from forum.models import Entry, Kind, Neighbour, Notice, State, Submission
from forum.places import BOARD


def post(author: Neighbour, board: str, title: str, text: str) -> Entry:
    """A new post."""
    with transaction.atomic():
        entry = Entry.objects.create(
            key=outbox.new_key("post"), kind=Kind.POST, author=author, board=board, title=title, text=text
        )
        outbox.queue_item(entry)
    outbox.flush_soon(entry.key)
    return entry


def reply(author: Neighbour, thread: Entry, text: str, reply_to: Entry | None = None) -> Entry:
    """A comment, or a live line on a live board."""
    kind = Kind.LIVE if BOARD[thread.board].live else Kind.COMMENT
    with transaction.atomic():
        entry = Entry.objects.create(
            key=outbox.new_key(kind.value),
            kind=kind,
            author=author,
            board=thread.board,
            thread=thread,
            reply_to=reply_to or thread,
            text=text,
        )
        outbox.queue_item(entry)
    outbox.flush_soon(entry.key)
    return entry


def describe(person: Neighbour, text: str) -> Entry:
    """Change the words on one's own page: the same id at the station with other text, so it is assessed again."""
    with transaction.atomic():
        entry, _ = Entry.objects.get_or_create(
            kind=Kind.PROFILE, author=person, defaults={"key": f"profile-{person.key}", "text": text}
        )
        Entry.objects.filter(pk=entry.pk).update(text=text, state=State.PENDING, verdict_at=None)
        entry.refresh_from_db()
        outbox.queue_item(entry)
    outbox.flush_soon(entry.key)
    return entry


def edit(entry: Entry, text: str, title: str = "") -> None:
    """Put one's own words right: assessed again under the same id, and shown to others once the station answers."""
    with transaction.atomic():
        entry.text, entry.title = text, title if entry.title else ""
        entry.state, entry.verdict_at = State.PENDING, None
        entry.save(update_fields=["text", "title", "state", "verdict_at"])
        outbox.queue_item(entry)
    outbox.flush_soon(entry.key)


def message(author: Neighbour, recipient: Neighbour, text: str) -> Entry:
    """A private message: between the two, and never sent to the station unless one of them reports it."""
    return Entry.objects.create(
        key=outbox.new_key("message"),
        kind=Kind.MESSAGE,
        author=author,
        recipient=recipient,
        text=text,
        state=State.VISIBLE,
    )


def report(entry: Entry, category: str, text: str, sender: Neighbour | None, source: str) -> Submission:
    """Report something; `source` is a sign of where an unnamed report comes from.

    A private message goes to the station now, just before its report.
    """
    with transaction.atomic():
        made = Submission.objects.create(kind="report", sender=sender, entry=entry, category=category, text=text)
        if entry.kind == Kind.MESSAGE and not entry.sending_set.exists():
            outbox.queue_item(entry)
        outbox.queue_report(made, entry, source)
    outbox.flush_soon(entry.key)
    made.refresh_from_db()
    return made


def appeal(notice: Notice, text: str) -> Submission:
    """Appeal from a notice; somebody who did not decide will look at it."""
    with transaction.atomic():
        made = Submission.objects.create(
            kind="appeal", sender=notice.neighbour, entry=notice.entry, notice=notice, text=text
        )
        outbox.queue_appeal(made, notice)
    outbox.flush_soon(notice.code)
    made.refresh_from_db()
    return made


def withdraw(entry: Entry) -> None:
    """Take back one's own words; the station is told."""
    with transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(state=State.WITHDRAWN)
        if entry.kind != Kind.MESSAGE:
            outbox.queue_withdrawal(entry)
    outbox.flush_soon(entry.key)
