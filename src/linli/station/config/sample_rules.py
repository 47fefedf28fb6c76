"""The sample station's rules side: who agreed to the code."""

from __future__ import annotations

from collections.abc import Mapping

from linli.station.conduct import selectors as conduct
from linli.station.conduct.services import consent_give
from linli.station.moderation.services import account_ensure
from linli.station.moderation.services.agreed import RULES
from linli.station.people.actors import Actor

ASKED_LATER = 2  # so many neighbours have not agreed yet, so that one can see how the forum asks


def load_consents(*, forum: Actor, names: Mapping[str, str]) -> None:
    """The neighbours who wrote something agreed to the code before; the last few have not been asked yet."""
    version = conduct.current(community_id=forum.community_id, name=RULES).uid
    for key in list(names)[:-ASKED_LATER]:
        account = account_ensure(actor=forum, external_id=key, name=names[key])
        party = conduct.Party(forum.community_id, account=account.uid)
        consent_give(actor=forum, party=party, name=RULES, version=version)
