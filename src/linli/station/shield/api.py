"""`/shields`: turn one on or off, ask what to show to a person; `/prompts`: a gentle word before sending."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from linli.station.integrations.rest.keys import Key, actor_of
from linli.station.integrations.rest.shapes import documented
from linli.station.moderation.services import account_ensure
from linli.station.people.actors import Actor, NotFound
from linli.station.shield import schemas, selectors, services, wire
from linli.station.shield.models import Shield
from linli.station.shield.services.prompts import prompt_effect
from linli.station.shield.services.shields import Wishes
from linli.vocabulary import Text

router = Router(tags=["shield"])
AccountId = Annotated[str, Query(min_length=1, max_length=100, description="the client's id of the account")]


@router.post(
    "/shields",
    response=schemas.ShieldOut,
    auth=Key("shield"),
    openapi_extra=documented("shield", repeatable=True),
)
def shield_start(request: HttpRequest, data: schemas.ShieldIn) -> dict[str, Any]:
    """Turns the account's shield on, or changes how it is. Only for the person themselves: ask them first."""
    actor = actor_of(request)
    account = account_ensure(actor=actor, external_id=data.account, name=data.name)
    door = services.shield_door(actor=actor, account=account, minor=data.minor)
    wishes = Wishes(data.hours, tuple(data.channels), data.admits, data.hides_counts)
    return wire.shield_out(services.shield_start(actor=actor, shield=door, wishes=wishes))


@router.post(
    "/shields/end",
    response=schemas.ShieldOut,
    auth=Key("shield"),
    openapi_extra=documented("shield", repeatable=True),
)
def shield_end(request: HttpRequest, data: schemas.ShieldEnd) -> dict[str, Any]:
    """Turns it off."""
    actor = actor_of(request)
    return wire.shield_out(services.shield_end(actor=actor, shield=_own(actor, data.account)))


@router.get("/shields", response=schemas.ShieldOut, auth=Key("shield"), openapi_extra=documented("shield"))
def shield_read(request: HttpRequest, account: AccountId) -> dict[str, Any]:
    """How the account's shield is now."""
    actor = actor_of(request)
    found = _find(actor, account)
    return wire.shield_out(found) if found else wire.no_shield(account)


@router.post("/shields/view", response=schemas.ViewOut, auth=Key("shield"), openapi_extra=documented("shield"))
def shield_view(request: HttpRequest, data: schemas.ViewIn) -> dict[str, Any]:
    """What to show to this person of up to 200 things. Relations are the platform's: the station keeps none."""
    actor = actor_of(request)
    shield = _find(actor, data.account)
    hurts = selectors.hurts(actor=actor, external_ids=[thing.id for thing in data.things])
    shown = selectors.shown(shield, [thing.model_dump() for thing in data.things], hurts)
    on = shield is not None and selectors.holds(shield)
    return {
        "account": data.account,
        "on": on,
        "hides_counts": on and shield is not None and shield.hides_counts,
        "things": [{"id": one.id, "how": one.how, "why": one.why._asdict()} for one in shown],
    }


@router.post("/prompts", response=schemas.DraftOut, auth=Key("prompts"), openapi_extra=documented("prompts"))
def draft_prompt(request: HttpRequest, data: schemas.DraftIn) -> dict[str, Any]:
    """A gentle word before sending, or none: by an experiment. The text is not kept. Ask once a draft."""
    found = services.draft_prompt(actor=actor_of(request), draft=data.draft, text=data.text)
    return {
        "show": found.show,
        "measured": found.measured,
        "words": found.words._asdict(),
        "spans": [list(span) for span in found.spans],
    }


@router.post(
    "/prompts/outcome",
    response=schemas.Done,
    auth=Key("prompts"),
    openapi_extra=documented("prompts", repeatable=True),
)
def draft_outcome(request: HttpRequest, data: schemas.OutcomeIn) -> dict[str, Any]:
    """What became of a measured draft. Counts only."""
    services.draft_outcome(actor=actor_of(request), draft=data.draft, outcome=data.outcome, text=data.text)
    return {"ok": True}


@router.get("/prompts/effect", response=schemas.EffectOut, auth=None, openapi_extra=documented())
def effect(request: HttpRequest) -> dict[str, Any]:
    """Does the reminder help? Anyone may read it."""
    found = prompt_effect(community_id=request.community.pk)  # type: ignore[attr-defined]
    difference, low, high = found.difference or (None, None, None)
    return {
        "shown": found.shown,
        "shown_hurtful": found.shown_hurtful,
        "unshown": found.unshown,
        "unshown_hurtful": found.unshown_hurtful,
        "difference": difference,
        "low": low,
        "high": high,
    }


def _find(actor: Actor, account: str) -> Shield | None:
    if "\0" in account:
        return None
    return selectors.shield_of(community_id=actor.community_id, client_id=actor.client_id or 0, account_id=account)


def _own(actor: Actor, account: str) -> Shield:
    found = _find(actor, account)
    if found is None:
        raise NotFound(Text("没有找到。", "Not found."), field="account", value=account)
    return found
