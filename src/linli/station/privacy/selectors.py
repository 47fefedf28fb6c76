"""Reading: whose data, how much of it there is where, the whole of it, and what people asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import QuerySet

from linli.station.moderation import selectors as moderation
from linli.station.organisations.selectors import community_ids
from linli.station.people.actors import Actor, Forbidden, NotFound, require
from linli.station.people.personal import Fate, Holding, Personal, Subject, declared
from linli.station.privacy.models import Right as Right  # apps above name a right through here
from linli.station.privacy.models import RightsRequest
from linli.vocabulary import Text

STAFF = Text(
    "您是工作人员：先由站务交接您手上的工作。", "You are on the staff: a keeper first hands over what you work on."
)


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of rows that the station holds of somebody: how many, and what happens to them on deletion."""

    app: Text
    holding: Holding
    count: int

    @property
    def goes(self) -> bool:
        """Whether nothing of it is left on deletion."""
        return self.holding.fate == Fate.DELETED


@dataclass(frozen=True, slots=True)
class Rights:
    """Requests of a time: by right, how many were done by machine and by a person, on time, and how fast."""

    asked: Mapping[str, int]
    by_machine: int
    by_person: int
    on_time: int
    open_now: int
    late_now: int
    median_days: float | None


def subject_of_person(*, community_id: int, user_id: int) -> Subject:
    """A person in one community, with the accounts that are theirs and everything that is about these."""
    accounts = moderation.accounts_of_user(community_id=community_id, user_id=user_id)
    return complete(Subject(community_id, user_id, accounts))


def subjects_of_person(*, user_id: int) -> list[Subject]:
    """The same person in every community of the station where there is something of theirs."""
    found = [subject_of_person(community_id=pk, user_id=user_id) for pk in community_ids()]
    return [one for one in found if _has_any(one)] or found[:1]


def subject_of_request(request: RightsRequest) -> Subject | None:
    """Whose data a request is about, in its community; None where that is not known yet."""
    if request.for_another:
        return None
    if request.user_id is not None:
        return subject_of_person(community_id=request.community_id, user_id=request.user_id)
    return complete(Subject(request.community_id, None, (request.account,))) if request.account else None


def subject_of_account(*, actor: Actor, external_id: str) -> Subject:
    """The author whom a client knows by this id; `NotFound` for another client's."""
    require(actor, "privacy.ask", actor.community_id)
    if actor.client_id is None:
        raise Forbidden(Text("只有平台可以这样查。", "Only a platform asks so."), field="client")
    found = moderation.account_of(community_id=actor.community_id, client_id=actor.client_id, external_id=external_id)
    if found is None:
        raise NotFound(Text("没有这个账号。", "There is no such account."), field="account", value=external_id)
    return complete(Subject(actor.community_id, None, (found.uid,)))


def complete(subject: Subject) -> Subject:
    """The subject with everything of theirs that rows of other apps are about."""
    for personal in declared():
        subject = replace(subject, objects=tuple(dict.fromkeys((*subject.objects, *personal.objects(subject)))))
    return subject


def parts(subject: Subject) -> list[Part]:
    """What is held of a subject, app by app; only what there is."""
    found = [Part(p.name, h, h.rows(subject).count()) for p in declared() for h in p.holdings]
    return [part for part in found if part.count]


def everything(subject: Subject) -> dict[str, list[dict[str, Any]]]:
    """All of it, by model."""
    return {name: rows for personal in declared() for name, rows in personal.export(subject).items()}


def holdings_by_model() -> dict[str, tuple[Personal, Holding]]:
    """Every declared holding by its model."""
    return {holding.model: (personal, holding) for personal in declared() for holding in personal.holdings}


def hindrances(subject: Subject) -> list[Text]:
    """Why a person must look before this subject is erased; empty where a machine may do it at once."""
    return list(dict.fromkeys(text for personal in declared() for text in personal.hindrances(subject)))


def requests_mine(*, actor: Actor) -> QuerySet[RightsRequest]:
    """What this person asked in this community, the newest first."""
    if actor.user_id is None:
        return RightsRequest.objects.none()
    found = RightsRequest.objects.filter(community_id=actor.community_id, user_id=actor.user_id)
    return found.order_by("-created", "-pk")


def request_by_uid(*, community_id: int, uid: str) -> RightsRequest:
    """A request of the community; `NotFound` for any other."""
    found = RightsRequest.objects.filter(community_id=community_id, uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这项请求。", "There is no such request."), field="request", value=uid)
    return found


def rights(*, community_id: int, since: datetime, until: datetime) -> Rights:
    """How requests of `[since, until)` were met."""
    asked = list(RightsRequest.objects.filter(community_id=community_id, created__gte=since, created__lt=until))
    done = [one for one in asked if one.done_at is not None]
    waits = [(one.done_at - one.created).total_seconds() / 86_400 for one in done if one.done_at]
    late = [one for one in asked if one.promised_at is not None and (one.done_at or until) > one.promised_at]
    return Rights(
        asked=Counter(one.right for one in asked),
        by_machine=sum(one.how == "machine" for one in done),
        by_person=sum(one.how == "person" for one in done),
        on_time=len([one for one in done if one not in late]),
        open_now=len(asked) - len(done),
        late_now=len([one for one in late if one.done_at is None]),
        median_days=median(waits) if waits else None,
    )


def _has_any(subject: Subject) -> bool:
    return any(h.rows(subject).exists() for p in declared() for h in p.holdings if h.community)
