"""What each reader may see. All the rules about states are here and nowhere else."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from forum.models import Entry, Kind, Neighbour, State

LISTED = [State.VISIBLE, State.LABELLED]
OPEN = [*LISTED, State.LIMITED, State.REMOVED]


def readable(reader: Neighbour | None) -> QuerySet[Entry]:
    """Posts and replies that a page may show: one's own in every state, others' once the station has let them stand.

    A removed one is there to be shown as a placeholder; the template never prints its text.
    """
    public = Entry.objects.exclude(kind__in=[Kind.MESSAGE, Kind.PROFILE]).exclude(state=State.WITHDRAWN)
    own = Q(author=reader) if reader else Q(pk__in=[])
    return public.filter(Q(state__in=OPEN) | own).select_related("author", "thread", "reply_to__author")


def listed(reader: Neighbour | None, board: str = "") -> QuerySet[Entry]:
    """Posts for the lists, newest first: what is limited or removed stays out, except one's own."""
    posts = readable(reader).filter(thread=None)
    own = Q(author=reader) if reader else Q(pk__in=[])
    posts = posts.filter(Q(state__in=LISTED) | own)
    counted = Count("replies", filter=Q(replies__state__in=OPEN))
    return (posts.filter(board=board) if board else posts).annotate(reply_count=counted).order_by("-created")


def conversation(one: Neighbour, other: Neighbour) -> QuerySet[Entry]:
    """Private messages between two, oldest first; a held one is shown to its author alone."""
    both = Q(author=one, recipient=other) | Q(author=other, recipient=one)
    messages = Entry.objects.filter(both, kind=Kind.MESSAGE).exclude(state=State.WITHDRAWN)
    return messages.exclude(~Q(author=one), state=State.HELD).select_related("author").order_by("created")


def profile(person: Neighbour, reader: Neighbour | None) -> Entry | None:
    """The words a person wrote about themselves."""
    found = person.entries.filter(kind=Kind.PROFILE).first()
    if found is None or found.state == State.WITHDRAWN:
        return None
    return found if found.state in OPEN or person == reader else None


def may_see(entry: Entry, reader: Neighbour | None) -> bool:
    """Whether the reader may see, and so report, this entry."""
    if entry.kind == Kind.MESSAGE:
        return reader is not None and reader in (entry.author, entry.recipient)
    return entry.state in OPEN or (reader is not None and entry.author == reader)
