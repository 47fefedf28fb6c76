"""Reading agreements and consents: what is in force, whether somebody has to be asked, and the record of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from linli.station.conduct.models import AgreementVersion, Consent
from linli.station.people.actors import NotFound
from linli.vocabulary import Text


@dataclass(frozen=True, slots=True)
class Party:
    """Who agrees: a person of the station, or a client's account by its random id."""

    community_id: int
    user_id: int | None = None
    account: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to an agreement. `needed`: to be asked; `changed`: what is new since they last agreed."""

    version: AgreementVersion
    agreed: Consent | None
    needed: bool
    changed: tuple[AgreementVersion, ...]

    @property
    def anew(self) -> bool:
        """They agreed once, and something that matters to them changed since."""
        return self.needed and self.agreed is not None


def names(*, community_id: int) -> list[str]:
    """The agreements that there are."""
    found = AgreementVersion.objects.filter(community_id=community_id).order_by("name")
    return list(found.values_list("name", flat=True).distinct())


def current(*, community_id: int, name: str) -> AgreementVersion:
    """The version in force."""
    found = AgreementVersion.objects.filter(community_id=community_id, name=name).order_by("-pk").first()
    if found is None:
        raise NotFound(Text("没有这份约定。", "There is no such agreement."), field="agreement", value=name)
    return found


def standing(*, party: Party, name: str) -> Standing:
    """How a party stands to an agreement: asked the first time, and anew only once something material changed."""
    version = current(community_id=party.community_id, name=name)
    agreed = consents(party=party).filter(version__name=name, withdrawn_at=None).first()
    if agreed is None:
        return Standing(version, None, needed=True, changed=())
    since = AgreementVersion.objects.filter(
        community_id=party.community_id, name=name, pk__gt=agreed.version_id, pk__lte=version.pk
    )
    changed = tuple(since.order_by("pk"))
    return Standing(version, agreed, any(one.material for one in changed), changed)


def standings(*, party: Party) -> list[Standing]:
    """The same for every agreement."""
    return [standing(party=party, name=name) for name in names(community_id=party.community_id)]


def consents(*, party: Party) -> QuerySet[Consent]:
    """Every consent of a party, the newest first, withdrawn ones too; nothing for a party that is nobody."""
    found = Consent.objects.filter(community_id=party.community_id).select_related("version").order_by("-pk")
    if party.user_id is not None:
        return found.filter(user_id=party.user_id)
    return found.filter(account=party.account) if party.account else found.none()


def agreed_count(*, community_id: int, name: str) -> int:
    """How many have a consent that stands."""
    found = Consent.objects.filter(community_id=community_id, version__name=name, withdrawn_at=None)
    return found.values("user", "account").distinct().count()
