"""What conduct holds of people: what they agreed to."""

from __future__ import annotations

from linli.station.conduct import selectors, services
from linli.station.people.actors import Actor
from linli.station.people.personal import Fate, Holding, Personal, Subject
from linli.vocabulary import Text

SHOWN = ("version__title", "version__reference", "given_at", "withdrawn_at")


def withdrawn(actor: Actor, subject: Subject) -> None:
    """Takes every consent back."""
    parties = [selectors.Party(subject.community_id, user_id=subject.user_id)] if subject.user_id else []
    parties += [selectors.Party(subject.community_id, account=uid) for uid in subject.accounts]
    for party in parties:
        for name in selectors.names(community_id=subject.community_id):
            services.consent_withdraw(actor=actor, party=party, name=name)


PERSONAL = Personal(
    name=Text("公约与同意", "Agreements"),
    holdings=(
        Holding(
            "conduct.Consent",
            Text("您同意过的约定", "What you agreed to"),
            by_user="user_id",
            by_account="account",
            shown=SHOWN,
            fate=Fate.DELETED,
        ),
    ),
    withdrawn=withdrawn,
)
