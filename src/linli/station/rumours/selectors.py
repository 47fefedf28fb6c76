"""Reading claims, checks and what other stations checked, always of one community."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from linli.station.desk import selectors as desk
from linli.station.exchange import selectors as exchange
from linli.station.organisations.selectors import address
from linli.station.people.actors import Actor, NotFound, require
from linli.station.rumours.models import (
    Asked,
    Check,
    CheckState,
    CheckVersion,
    Claim,
    Imported,
    ImportMark,
    ImportState,
    Labelled,
    Topic,
)
from linli.vocabulary import Text

KIND = "rumour"
SUBJECT = "claim"
FEW = 5
DAYS = 7
PUBLIC_IMPORTS = (ImportState.SHOWN, ImportState.AGREED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One claim at the desk: how many asked, since when, how its check stands."""

    claim: Claim
    asked: int
    since: datetime
    check: Check | None
    case: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """How often one topic was asked about on one day; None where too few asked to show it."""

    topic: str
    day: datetime
    count: int | None


def claim_by_uid(*, community_id: int, uid: str) -> Claim:
    """A claim of the community; one that was merged leads to the one it was merged into."""
    found = Claim.objects.filter(community_id=community_id, uid=uid).select_related("merged_into").first()
    if found is None:
        raise NotFound(Text("没有这条传言。", "There is no such claim."), field="claim", value=uid)
    return found.merged_into or found


def check_by_uid(*, community_id: int, uid: str) -> Check:
    """A check of the community in whatever state. For the station's own use and the desk."""
    found = Check.objects.filter(community_id=community_id, uid=uid).select_related("claim", "author").first()
    if found is None:
        raise NotFound(Text("没有这条核查。", "There is no such check."), field="check", value=uid)
    return found


def check_of(claim: Claim) -> Check | None:
    """The check of a claim, if one was begun."""
    return Check.objects.filter(claim=claim).select_related("author").first()


def public_check(*, community_id: int, uid: str, version: int | None = None) -> tuple[Check, CheckVersion]:
    """A check that was published, with its newest or an earlier version; `NotFound` for a draft."""
    check = check_by_uid(community_id=community_id, uid=uid)
    versions = check.versions.order_by("-version")
    found = versions.filter(version=version).first() if version else versions.first()
    if found is None:
        raise NotFound(Text("没有这条核查。", "There is no such check."), field="check", value=uid)
    return check, found


def versions_of(check: Check) -> list[CheckVersion]:
    """Every published version, the newest first."""
    return list(check.versions.order_by("-version"))


def published(*, community_id: int, topic: str = "", verdict: str = "") -> list[dict[str, Any]]:
    """The newest content of every published check, the newest first; those withdrawn are left out."""
    checks = Check.objects.filter(community_id=community_id, version__gt=0).exclude(state=CheckState.WITHDRAWN)
    checks = checks.filter(claim__topic=topic) if topic else checks
    newest = CheckVersion.objects.filter(check_of__in=checks).values("check_of").annotate(last=Max("pk"))
    rows = CheckVersion.objects.filter(pk__in=[row["last"] for row in newest])
    found = [row.content for row in rows.order_by("-created", "-pk")]
    return [content for content in found if not verdict or content["verdict"] == verdict]


def imported(*, community_id: int) -> QuerySet[Imported]:
    """Other publishers' checks that are shown here, the newest first."""
    rows = Imported.objects.filter(community_id=community_id, state__in=PUBLIC_IMPORTS)
    return rows.select_related("claim").order_by("-modified")


def imported_by_uid(*, community_id: int, uid: str) -> Imported:
    """One of them, in whatever state."""
    found = Imported.objects.filter(community_id=community_id, uid=uid).select_related("claim").first()
    if found is None:
        raise NotFound(Text("没有这条核查。", "There is no such check."), field="check", value=uid)
    return found


def imported_all(*, actor: Actor) -> QuerySet[Imported]:
    """Every check of others, those that wait for an editor first."""
    require(actor, "check.import", actor.community_id)
    rows = Imported.objects.filter(community_id=actor.community_id).select_related("claim")
    return rows.annotate(waits=Count("pk", filter=Q(state=ImportState.NEW))).order_by("-waits", "-modified")


def others_like(*, claim: Claim) -> list[Claim]:
    """Claims that another may turn out to be the same as, the newest first."""
    rows = Claim.objects.filter(community_id=claim.community_id, merged_into=None).exclude(pk=claim.pk)
    return list(rows.order_by("-pk")[:100])


def case_number(*, claim: Claim, check: Check | None) -> int | None:
    """The case in which the second editor decides."""
    subject = ("check", check.uid, "correction") if check and check.version else (SUBJECT, claim.uid, KIND)
    case = desk.case_of(
        community_id=claim.community_id, subject_type=subject[0], subject_id=subject[1], kind=subject[2]
    )
    return case.number if case else None


def imported_shown(*, community_id: int, uid: str) -> Imported:
    """One of them as the public may see it: also one that its origin withdrew, so that its page says so."""
    row = imported_by_uid(community_id=community_id, uid=uid)
    if row.state not in (*PUBLIC_IMPORTS, ImportState.WITHDRAWN):
        raise NotFound(Text("没有这条核查。", "There is no such check."), field="check", value=uid)
    return row


def beside(*, claim: Claim, check: Check | None = None) -> list[Imported]:
    """What others found about the same claim, or say in dispute of our check: shown side by side, with its origin."""
    ours = Q(claim=claim)
    if check is not None:
        ours |= Q(disputes=check_url(check))
    rows = Imported.objects.filter(ours, community_id=claim.community_id, state__in=PUBLIC_IMPORTS)
    return list(rows.order_by("-modified"))


def check_url(check: Check) -> str:
    """The address of a check's page, which is its id in the exchange too."""
    return address(check.community_id, f"/rumours/checks/{check.uid}/")


def origin_name(row: Imported) -> str:
    """What the station that made a check is called."""
    return row.publisher or exchange.origin_name(community_id=row.community_id, origin=row.origin)


def claim_family(claim: Claim) -> list[str]:
    """The random ids of a claim and of all that were merged into it."""
    return [claim.uid, *Claim.objects.filter(merged_into=claim).values_list("uid", flat=True)]


def claim_asked(*, community_id: int, submission: str) -> Claim | None:
    """The claim that one question is about."""
    found = Asked.objects.filter(community_id=community_id, submission=submission).select_related("claim").first()
    return found.claim if found else None


def asked_about(claim: Claim) -> QuerySet[Asked]:
    """How people worded it, the newest first, of claims merged into it too."""
    return Asked.objects.filter(Q(claim=claim) | Q(claim__merged_into=claim)).order_by("-pk")


def wordings(claim: Claim, limit: int = 20) -> list[str]:
    """Distinct wordings of a claim by those who asked, the newest first, without the claim's own."""
    found = dict.fromkeys(text for text in asked_about(claim).values_list("text", flat=True)[:200])
    return [text for text in found if text != claim.text][:limit]


def wordings_by_uid(*, community_id: int, uid: str) -> list[str]:
    """`wordings` of a claim by its random id."""
    return wordings(claim_by_uid(community_id=community_id, uid=uid))


def waiting(*, actor: Actor) -> list[Waiting]:
    """The claims that wait at the desk, those that most people ask about first."""
    require(actor, "check.write", actor.community_id)
    rows = Claim.objects.filter(community_id=actor.community_id, merged_into=None)
    rows = rows.exclude(check_of__state__in=(CheckState.PUBLISHED, CheckState.WITHDRAWN))
    rows = rows.annotate(times=Count("asked")).order_by("-times", "pk")[:200]
    out = []
    for claim in rows:
        case = desk.case_of(community_id=actor.community_id, subject_type=SUBJECT, subject_id=claim.uid, kind=KIND)
        out.append(Waiting(claim, claim.times, claim.created, check_of(claim), case.number if case else None))
    return out


def mine_or_done(*, actor: Actor) -> QuerySet[Check]:
    """Every check that was published, for editors who correct one."""
    require(actor, "check.write", actor.community_id)
    done = Check.objects.filter(community_id=actor.community_id, version__gt=0)
    return done.select_related("claim").order_by("-modified")


def open_claims(*, community_id: int) -> QuerySet[Claim]:
    """Claims that are being looked into and have no published check yet."""
    rows = Claim.objects.filter(community_id=community_id, merged_into=None)
    return rows.exclude(check_of__version__gt=0).order_by("-pk")[:2_000]


def place(*, claim: Claim) -> int:
    """The claim's place in the queue of what is to be checked; 0 where it no longer waits."""
    case = desk.case_of(community_id=claim.community_id, subject_type=SUBJECT, subject_id=claim.uid, kind=KIND)
    return desk.place_in_queue(community_id=claim.community_id, case_uid=case.uid) if case else 0


def weather(*, community_id: int, days: int = DAYS, few: int = FEW) -> list[Cell]:
    """Questions by topic and day. A cell with fewer than `few` shows no number, zero or not."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    start = today - timedelta(days=days - 1)
    rows = Asked.objects.filter(community_id=community_id, created__gte=start).values_list("claim__topic", "created")
    counts = Counter((topic, timezone.localtime(at).date()) for topic, at in rows)
    return [
        Cell(topic, day, counts[topic, day.date()] if counts[topic, day.date()] >= few else None)
        for topic in Topic.values
        for day in (start + timedelta(days=k) for k in range(days))
    ]


def labelled_by(*, community_id: int, source: str) -> list[Labelled]:
    """The labels that rest on one check."""
    return list(Labelled.objects.filter(community_id=community_id, source=source).order_by("pk"))


def labels(*, community_id: int) -> QuerySet[Labelled]:
    """Every label that rests on a check, the newest first."""
    return Labelled.objects.filter(community_id=community_id).order_by("-pk")


def version_of(*, community_id: int, source: str) -> int:
    """The present version of a check (`check:…`) or an import (`import:…`); 0 for none."""
    kind, _, uid = source.partition(":")
    model: type[Check] | type[Imported] = Imported if kind == "import" else Check
    found = model._default_manager.filter(community_id=community_id, uid=uid).first()
    return found.version if found else 0


def writers_of(check: Check) -> frozenset[int]:
    """Everyone who wrote of what is to be published next: none of them may publish it."""
    return frozenset(check.writers.values_list("pk", flat=True))


def own_stamp(*, community_id: int) -> object:
    """Changes whenever a check of ours does."""
    return tuple(Check.objects.filter(community_id=community_id).aggregate(Count("pk"), Max("modified")).values())


def others_stamp(*, community_id: int) -> object:
    """Changes whenever another station's check does."""
    return tuple(Imported.objects.filter(community_id=community_id).aggregate(Count("pk"), Max("modified")).values())


def open_stamp(*, community_id: int) -> object:
    """Changes whenever somebody asks, and whenever claims or checks change."""
    claims = Claim.objects.filter(community_id=community_id).aggregate(Max("pk"), Count("merged_into"))
    asked = Asked.objects.filter(community_id=community_id).aggregate(Max("pk"))
    return (own_stamp(community_id=community_id), *claims.values(), *asked.values())


def label_stamp(*, community_id: int) -> str:
    """Another word whenever what may label posts changes; see `services/stamps.py`."""
    return ImportMark.objects.filter(community_id=community_id).values_list("labels", flat=True).first() or ""
