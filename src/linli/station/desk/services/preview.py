"""What an answer would do: it is given for real, looked at, and taken back before anyone can see it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from linli.station.desk import kinds
from linli.station.desk.models import Submission
from linli.station.desk.services.answers import answer_trial
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Actor
from linli.vocabulary import Text


@dataclass(frozen=True, slots=True)
class Message:
    """One notice as it would read. `about`: what it tells of (`decision`, `submission`)."""

    about: str
    title: Text
    body: Text


@dataclass(frozen=True, slots=True)
class Preview:
    """Every notice an answer would send, and what those who sent without a name would read by their receipts.

    `two`: it would be sent only once a second person agrees.
    """

    messages: tuple[Message, ...]
    outcome: Text
    anonymous: int
    two: bool = False


class _Back(Exception):
    """Ends the trial."""


def answer_preview(
    *, actor: Actor, number: int, version: int, choice: str, reason: str, values: Mapping[str, str]
) -> Preview:
    """What `case_answer` with the same arguments would tell whom; it raises the same errors and changes nothing."""
    mark = notices.newest(community_id=actor.community_id)
    found = Preview((), Text("", ""), 0)
    with suppress(_Back), transaction.atomic():
        answer = answer_trial(
            actor=actor, number=number, version=version, choice=choice, reason=reason, values=values
        )
        told = notices.notices_since(community_id=actor.community_id, mark=mark)
        unnamed = Submission.objects.filter(case_id=answer.case_id, submitter=None, submitter_account="").count()
        picked = kinds.kind(answer.case.kind).choice(choice)
        messages = (Message(n.object_type, Text(n.title, n.title_en), Text(n.body, n.body_en)) for n in told)
        found = Preview(tuple(messages), picked.outcome, unnamed, picked.two(answer.values))
        raise _Back
    return found
