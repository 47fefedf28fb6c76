"""A community's own words: written, linted, tried on what is stored, signed by another lead, in use at once.

What is in use is read with every item and every look-up of a key, so that each process has it within seconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from django.utils import timezone

from linli.detectors.lexicon_entries import Pack, parse_pack
from linli.detectors.lexicon_lint import MOST_SHARE, Fault, lint
from linli.station.ledger.services import record, seal, writing
from linli.station.moderation import rulebook
from linli.station.moderation.models import LexiconPack, PackState, TrialState
from linli.station.moderation.services.drafts import Changed, digest, signers
from linli.station.people.actors import Actor, Forbidden, require
from linli.vocabulary import LinliError, Text

LIMIT = 128 * 1024
LISTS = ("terms", "yes", "no", "innocent")


def pack_create(*, actor: Actor, document: str) -> LexiconPack:
    """A new pack, kept whatever is wrong with it."""
    require(actor, "policy.draft", actor.community_id)
    _bounded(document)
    with writing(actor.community_id):
        made = LexiconPack(community_id=actor.community_id, document=document, author_id=actor.user_id)
        _named(made)
        made.save()
        _record(actor, made, "lexicon.drafted")
    return made


def pack_save(*, actor: Actor, uid: str, document: str, edition: int) -> LexiconPack:
    """Keeps a new text of a draft; of a pack that was in use a draft of the next version is made beside it."""
    _bounded(document)
    with writing(actor.community_id):
        found = rulebook.pack(actor=actor, uid=uid)
        if found.state != PackState.DRAFT:
            return pack_create(actor=actor, document=document)
        if found.edition != edition:
            raise Changed(
                Text("同事刚刚改过这个词库。", "A colleague has just changed this pack."),
                field="edition",
                value=edition,
                mend=Text("请对照最新的内容再改。", "Look at the newest text first."),
            )
        found.document, found.author_id, found.changed = document, actor.user_id, timezone.now()
        found.edition += 1
        _named(found)
        found.save()
        _record(actor, found, "lexicon.saved")
    return found


def pack_use(*, actor: Actor, uid: str) -> LexiconPack:
    """Takes a pack into use, in the place of the version before. Also brings back a version that was in use.

    Refused with faults, untried as it stands, where it would hit 5% of what was stored, and to its own author while
    there is another lead.
    """
    require(actor, "policy.sign", actor.community_id)
    with writing(actor.community_id):
        found = rulebook.pack(actor=actor, uid=uid)
        if found.live_at is None:
            _fit(actor, found)
        before = LexiconPack.objects.filter(community_id=actor.community_id, name=found.name, state=PackState.LIVE)
        for old in before.exclude(pk=found.pk):
            _retired(actor, old)
        found.state, found.live_at, found.retired_at = PackState.LIVE, timezone.now(), None
        found.signed_by_id = actor.user_id
        found.save()
        _record(actor, found, "lexicon.live")
    return found


def pack_retire(*, actor: Actor, uid: str) -> LexiconPack:
    """Takes a pack out of use at once, or gives a draft up; `pack_use` and `pack_reopen` bring them back."""
    require(actor, "policy.draft", actor.community_id)
    with writing(actor.community_id):
        found = rulebook.pack(actor=actor, uid=uid)
        if found.state != PackState.RETIRED:
            _retired(actor, found)
    return found


def pack_reopen(*, actor: Actor, uid: str) -> LexiconPack:
    """Goes on with a draft that was given up. A pack that was in use is brought back by `pack_use` alone."""
    require(actor, "policy.draft", actor.community_id)
    with writing(actor.community_id):
        found = rulebook.pack(actor=actor, uid=uid)
        if found.state == PackState.RETIRED and found.live_at is None:
            found.state, found.retired_at, found.changed = PackState.DRAFT, None, timezone.now()
            found.save(update_fields=["state", "retired_at", "changed"])
            _record(actor, found, "lexicon.reopened")
    return found


def faults(document: str) -> list[Fault]:
    """What is wrong with a pack, with line, entry and mend; another than TOML's or the lint's is none."""
    return lint(document)


def pack_text(name: str, source: str) -> str:
    """The head of a new pack."""
    return f'pack = {_quoted(name)}\nversion = "1.0.0"\nsource = {_quoted(source)}\n'


def with_entry(document: str, entry: Mapping[str, object]) -> str:
    """The document with one more entry, in a group of its own. `entry`: the fields of the page's form and an id."""
    name = str(entry["id"])
    lists = {key: _lines(entry.get(key)) for key in LISTS}
    told = ", ".join(f"{key} = [{', '.join(map(_quoted, value))}]" for key, value in lists.items() if value)
    views = ["fold", *("sound", "shape")] if entry.get("disguised") else ["fold"]
    return (
        f"{document.rstrip()}\n\n[[group]]\n"
        f'category = {_quoted(str(entry["category"]))}\nscene = "own"\nseverity = {entry["severity"]}\n'
        f"reason = {_quoted(str(entry['reason']))}\nviews = [{', '.join(map(_quoted, views))}]\n"
        f"entries = [\n  {{ id = {_quoted(name)}, {told} }},\n]\n"
    )


def _lines(value: object) -> list[str]:
    given: Iterable[str] = str(value or "").splitlines()
    return [line.strip() for line in given if line.strip()]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _fit(actor: Actor, pack: LexiconPack) -> None:
    wrong = faults(pack.document)
    if wrong:
        raise LinliError(
            wrong[0].problem, field="document", value=f"{wrong[0].entry}:{wrong[0].line}", mend=wrong[0].mend
        )
    if pack.author_id == actor.user_id and signers(pack.community_id, pack.author_id):
        raise Forbidden(
            Text("加词的人不能自己启用。", "Whoever wrote it does not take it into use."),
            field="pack",
            value=pack.uid,
            mend=Text("请另一位负责人看过后启用。", "Ask another lead to look at it."),
        )
    trial = rulebook.trial_of(community_id=pack.community_id, target=pack.uid)
    if trial is None or trial.state != TrialState.DONE or trial.digest != digest(pack.document):
        raise LinliError(
            Text("还没有拿现在的词库试算过。", "The pack has not been tried as it stands."),
            field="pack",
            value=pack.uid,
            mend=Text("请先试算，看清会新命中多少。", "Try it first, and see how many it would newly hit."),
        )
    _not_too_wide(trial.tally)
    _new_version(pack)


def _not_too_wide(tally: Mapping[str, int]) -> None:
    seen, hits = tally.get("seen", 0), tally.get("hits", 0)
    if seen >= 100 and hits >= MOST_SHARE * seen:
        raise LinliError(
            Text(
                f"它会命中过去内容的 {hits / seen:.0%}，太宽了。",
                f"It would hit {hits / seen:.0%} of what was stored: too wide.",
            ),
            field="document",
            mend=Text("请改用更长的词，或加 needs、innocent。", "Use longer terms, or add `needs` or `innocent`."),
        )


def _new_version(pack: LexiconPack) -> None:
    others = LexiconPack.objects.filter(community_id=pack.community_id, name=pack.name, version=pack.version)
    if others.exclude(pk=pack.pk).exclude(live_at=None).exists():
        raise LinliError(
            Text("这个版本号已经用过。", "This version was in use before."),
            field="version",
            value=pack.version,
            mend=Text("请把 version 往上加。", "Raise `version`."),
        )


def _named(pack: LexiconPack) -> None:
    try:
        read: Pack = parse_pack(pack.document)
    except LinliError:
        return
    pack.name, pack.version = read.id[:60], read.version[:20]


def _retired(actor: Actor, pack: LexiconPack) -> None:
    pack.state, pack.retired_at = PackState.RETIRED, timezone.now()
    pack.save(update_fields=["state", "retired_at"])
    _record(actor, pack, "lexicon.retired")


def _bounded(document: str) -> None:
    if len(document) > LIMIT or "\0" in document or not document.strip():
        raise LinliError(
            Text("词库是空的，或太大。", "The pack is empty or too big."),
            field="document",
            mend=Text(f"最多 {LIMIT} 个字。", f"At most {LIMIT} characters."),
        )


def _record(actor: Actor, pack: LexiconPack, kind: str) -> None:
    record(
        community_id=pack.community_id,
        kind=kind,
        actor=actor,
        object_type="lexicon",
        object_id=pack.uid,
        data={
            "edition": pack.edition,
            "document": seal(community_id=pack.community_id, subject=f"lexicon:{pack.uid}", content=pack.document),
        },
    )
