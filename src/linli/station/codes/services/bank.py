"""The bank of phrases that the helper knows, each resting on a clause in force."""

from __future__ import annotations

from linli.reading import read
from linli.station.codes import selectors
from linli.station.codes.clauses import lines
from linli.station.codes.models import Phrase
from linli.station.codes.services.common import words
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, require
from linli.vocabulary import LinliError, Text

MOST_SUGGESTIONS, LONGEST_SUGGESTION, MOST_PHRASES = 3, 60, 2000


def phrase_save(*, actor: Actor, phrase: str, suggestions: str, why: str, rests_on: str) -> Phrase:
    """Adds a phrase or writes it anew. `rests_on` is `code:clause`, a clause in force; `suggestions` a line each."""
    require(actor, "code.write", actor.community_id)
    phrase = words("phrase", phrase, 30, 2)
    if sum(c.isalnum() for c in read(phrase).folded) < 2:
        raise LinliError(Text("至少要有两个字。", "It takes two letters at least."), field="phrase", value=phrase)
    kinder = _suggestions(suggestions)
    why = words("why", why, 120)
    with writing(actor.community_id):
        code_id, clause = _clause(actor.community_id, rests_on)
        if Phrase.objects.filter(community_id=actor.community_id).count() >= MOST_PHRASES:
            raise LinliError(Text("短语太多了。", "There are too many phrases."), field="phrase", value=MOST_PHRASES)
        made, _ = Phrase.objects.update_or_create(
            community_id=actor.community_id,
            phrase=phrase,
            defaults={"suggestions": kinder, "why": why, "code_id": code_id, "clause": clause},
        )
        _record(actor, "phrase.saved", made.uid)
    return made


def phrase_remove(*, actor: Actor, uid: str) -> None:
    """Takes a phrase out; safe to repeat."""
    require(actor, "code.write", actor.community_id)
    with writing(actor.community_id):
        if Phrase.objects.filter(community_id=actor.community_id, uid=uid).delete()[0]:
            _record(actor, "phrase.removed", uid)


def _suggestions(text: str) -> list[str]:
    found = lines(text)
    if 0 < len(found) <= MOST_SUGGESTIONS and all(len(one) <= LONGEST_SUGGESTION for one in found):
        return found
    raise LinliError(
        Text(
            f"写 1 到 {MOST_SUGGESTIONS} 行，每行至多 {LONGEST_SUGGESTION} 个字。",
            f"It takes 1 to {MOST_SUGGESTIONS} lines of {LONGEST_SUGGESTION} characters at most.",
        ),
        field="suggestions",
        value=len(found),
    )


def _clause(community_id: int, rests_on: str) -> tuple[int, str]:
    for code, clause in selectors.clauses_in_force(community_id=community_id):
        if f"{code.uid}:{clause.id}" == rests_on:
            return code.pk, clause.id
    raise LinliError(
        Text("请选一条现行的条款。", "Choose a clause that is in force."), field="rests_on", value=rests_on
    )


def _record(actor: Actor, kind: str, uid: str) -> None:
    record(community_id=actor.community_id, kind=kind, actor=actor, object_type="phrase", object_id=uid)
