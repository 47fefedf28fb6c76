"""Reading codes: what is in force, what is discussed, what was said, what the helper knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.station.codes.clauses import Change, Clause, clauses_from, differences
from linli.station.codes.models import Code, CodeVersion, Comment, Phrase
from linli.station.organisations.selectors import address
from linli.station.people.actors import Actor, NotFound, may
from linli.vocabulary import Text

V = CodeVersion.State
OPEN = (V.DRAFT, V.DISCUSSING, V.SIGNED)
PUBLIC = (V.DISCUSSING, V.SIGNED, V.ADOPTED, V.REPLACED)


@dataclass(frozen=True, slots=True)
class Listed:
    """A code with the version in force and the one that is being worked on, where there are such."""

    code: Code
    adopted: CodeVersion | None
    coming: CodeVersion | None


@dataclass(frozen=True, slots=True)
class Said:
    """A comment with the clause that it is about; `mine` where the reader wrote it."""

    comment: Comment
    clause: Clause | None
    mine: bool


def writes(actor: Actor) -> bool:
    """Whether the actor writes codes here."""
    return may(actor, "code.write", actor.community_id)


def codes(*, actor: Actor) -> list[Listed]:
    """Every code that the actor may see: drafts are for those who write them."""
    found = Code.objects.filter(community_id=actor.community_id).prefetch_related("versions").order_by("-pk")
    listed = [_listed(one, actor) for one in found]
    return [one for one in listed if one.adopted or one.coming]


def code(*, actor: Actor, uid: str) -> Listed:
    """One of them."""
    found = Code.objects.filter(community_id=actor.community_id, uid=uid).prefetch_related("versions").first()
    listed = _listed(found, actor) if found else None
    if listed is None or not (listed.adopted or listed.coming):
        raise _nothing(uid)
    return listed


def version(*, actor: Actor, uid: str, number: int) -> CodeVersion:
    """A version by its number; a draft is for those who write."""
    states = CodeVersion.State.values if writes(actor) else PUBLIC
    found = CodeVersion.objects.filter(
        community_id=actor.community_id, code__uid=uid, number=number, state__in=states
    )
    one = found.select_related("code").first()
    if one is None:
        raise _nothing(f"{uid}/{number}")
    return one


def versions(*, actor: Actor, uid: str) -> QuerySet[CodeVersion]:
    """Every version of a code that the actor may see, the newest first."""
    states = CodeVersion.State.values if writes(actor) else PUBLIC
    return CodeVersion.objects.filter(community_id=actor.community_id, code__uid=uid, state__in=states).order_by(
        "-number"
    )


def before(one: CodeVersion) -> CodeVersion | None:
    """The version that this one replaces."""
    return (
        CodeVersion.objects.filter(code_id=one.code_id, number__lt=one.number, state__in=(V.ADOPTED, V.REPLACED))
        .order_by("-number")
        .first()
    )


def changes(one: CodeVersion) -> list[Change]:
    """What is new against the version before; nothing for a first one."""
    older = before(one)
    return differences(clauses_from(older.clauses), clauses_from(one.clauses)) if older else []


def since_discussed(one: CodeVersion) -> list[Change]:
    """What was changed after the discussion opened."""
    if not one.opened_at:
        return []
    found = differences(clauses_from(one.discussed), clauses_from(one.clauses))
    return [change for change in found if change.how != "same"]


def said(*, actor: Actor, one: CodeVersion) -> list[Said]:
    """What was said about a version: what is shown, and the actor's own whatever its state."""
    known = {each.id: each for each in [*clauses_from(one.discussed), *clauses_from(one.clauses)]}
    own = Q(author_id=actor.user_id) if actor.user_id is not None else Q(pk__in=[])
    found = Comment.objects.filter(Q(state=Comment.State.SHOWN) | own, version=one).order_by("pk")
    return [Said(c, known.get(c.clause), actor.user_id is not None and c.author_id == actor.user_id) for c in found]


def unanswered(one: CodeVersion) -> int:
    """How many comments still wait for an answer, or for a person to look at them."""
    waiting = Q(state=Comment.State.SHOWN, answered_at=None) | Q(state=Comment.State.HELD)
    return Comment.objects.filter(waiting, version=one).count()


def comment(*, community_id: int, uid: str) -> Comment:
    """A comment by its id, in any state, for the station's own use."""
    found = Comment.objects.filter(community_id=community_id, uid=uid).select_related("version__code").first()
    if found is None:
        raise NotFound(Text("没有这条留言。", "There is no such comment."), field="comment", value=uid)
    return found


def comment_for(*, actor: Actor, uid: str) -> Comment:
    """A comment that the actor may see: one that is shown, or their own."""
    found = comment(community_id=actor.community_id, uid=uid)
    mine = actor.user_id is not None and found.author_id == actor.user_id
    if found.state != Comment.State.SHOWN and not mine:
        raise NotFound(Text("没有这条留言。", "There is no such comment."), field="comment", value=uid)
    return found


def elsewhere(*, community_id: int) -> list[CodeVersion]:
    """Adopted codes of the other communities of this installation: they are public, and may be adapted."""
    found = CodeVersion.objects.filter(state=V.ADOPTED).exclude(community_id=community_id)
    return list(found.select_related("code", "community").order_by("-adopted_at")[:50])


def adopted_anywhere(*, uid: str) -> CodeVersion:
    """The version in force of a code of any community of this installation, to adapt from."""
    found = CodeVersion.objects.filter(code__uid=uid, state=V.ADOPTED).select_related("code", "community").first()
    if found is None:
        raise _nothing(uid)
    return found


def origin_of(one: CodeVersion) -> dict[str, str]:
    """How a code is named in those that are adapted from it."""
    return {
        "community": one.community.name,
        "title": one.code.title,
        "version": str(one.number),
        "url": address(one.community_id, f"/codes/{one.code.uid}/"),
    }


def phrases(*, community_id: int) -> list[tuple[Phrase, Clause | None]]:
    """The community's own phrases, each with its clause in the version in force; None where it is there no more."""
    found = Phrase.objects.filter(community_id=community_id).select_related("code").order_by("phrase")
    known = _clauses_in_force(one.code_id for one in found)
    return [(one, known.get((one.code_id, one.clause))) for one in found]


def clauses_in_force(*, community_id: int) -> list[tuple[Code, Clause]]:
    """Every clause in force, to rest a phrase on."""
    found = CodeVersion.objects.filter(community_id=community_id, state=V.ADOPTED).select_related("code")
    return [(one.code, clause) for one in found.order_by("pk") for clause in clauses_from(one.clauses)]


def closed(one: CodeVersion) -> bool:
    """Whether the time to comment is over."""
    return one.closes_at is not None and one.closes_at <= timezone.now()


def _clauses_in_force(code_ids: Iterable[int]) -> dict[tuple[int, str], Clause]:
    found = CodeVersion.objects.filter(code_id__in=set(code_ids), state=V.ADOPTED)
    return {(one.code_id, clause.id): clause for one in found for clause in clauses_from(one.clauses)}


def _listed(found: Code, actor: Actor) -> Listed:
    rows = sorted(found.versions.all(), key=lambda one: -one.number)
    seen = [one for one in rows if one.state != V.DRAFT or writes(actor)]
    adopted = next((one for one in seen if one.state == V.ADOPTED), None)
    return Listed(found, adopted, next((one for one in seen if one.state in OPEN), None))


def _nothing(uid: str) -> NotFound:
    return NotFound(
        Text("没有这份公约，或者还没有公开。", "There is no such code, or it is not public."), field="code", value=uid
    )
