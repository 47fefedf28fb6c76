"""One process of a station that exchanges checks: `python -m tests.faults.exchange_driver COMMAND JSON`."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from linli.station.exchange import selectors, services  # noqa: E402
from linli.station.exchange.models import Peer, Refusal, SignedObject  # noqa: E402
from linli.station.ledger import chain  # noqa: E402
from linli.station.ledger.models import Row  # noqa: E402
from linli.station.organisations.models import Community  # noqa: E402
from linli.station.people.actors import Actor, system  # noqa: E402
from linli.station.rumours.models import Imported  # noqa: E402
from linli.station.rumours.services import imports_take  # noqa: E402
from linli.vocabulary import LinliError  # noqa: E402
from tests.station import factories  # noqa: E402


def machine() -> Actor:
    """The station itself."""
    return system(Community.objects.get().pk, "exchange")


def migrate(_: dict[str, Any]) -> Any:
    """An empty station with a community."""
    call_command("migrate", verbosity=0)
    return factories.community_make(home=True).pk


def serve(given: dict[str, Any]) -> Any:
    """Answers on a port until it is killed."""
    call_command("runserver", f"127.0.0.1:{given['port']}", "--noreload", "--insecure", verbosity=0)


def publish(given: dict[str, Any]) -> Any:
    """Signs `count` checks from number `first` on, as `version`; `more` is added to each."""
    me = selectors.station_id(machine().community_id)
    for number in range(given.get("first", 0), given.get("first", 0) + given["count"]):
        document = {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "claimReviewed": f"传言第{number}条：吃了第{number}号野果会中毒",
            "headline": f"第{number}号野果没有毒",
            "reviewRating": {"@type": "Rating", "ratingValue": "false", "alternateName": "不实"},
            "author": {"@type": "Organization", "name": me},
            **given.get("more", {}),
        }
        object_id = f"{me}/rumours/checks/{given.get('name', 'k')}{number}/"
        services.object_publish(
            actor=machine(), object_id=object_id, version=given.get("version", 1), document=document
        )
    return given["count"]


def know(given: dict[str, Any]) -> Any:
    """Follows the station at an address."""
    return services.peer_add(actor=machine(), station=given["station"], trust="follow").uid


def pull(given: dict[str, Any]) -> Any:
    """Reads on in the feed of every station known, or of `stations`, then looks at what came.

    `kill`: dies at that object.
    """
    _die_at_object(given.get("kill", 0))
    peers = Peer.objects.order_by("pk")
    peers = peers.filter(station__in=given["stations"]) if "stations" in given else peers
    done = [services.peer_pull(actor=machine(), peer=peer) for peer in peers]
    looked = imports_take(community_id=machine().community_id)
    return {"taken": sum(d.taken for d in done), "refused": sum(d.refused for d in done), "looked": looked}


def look(_: dict[str, Any]) -> Any:
    """Everything held, as one digest; what the imports say; whether the record is sound."""
    held = sorted(SignedObject.objects.values_list("object_id", "version", "digest"))
    imported = sorted(Imported.objects.values_list("object_id", "version", "state"))
    states: dict[str, int] = {}
    for _object, _version, state in imported:
        states[state] = states.get(state, 0) + 1
    return {
        "count": len(held),
        "held": hashlib.sha256(json.dumps(held).encode()).hexdigest(),
        "states": states,
        "refusals": list(Refusal.objects.values_list("why", flat=True)),
        "record": _record_is_sound(),
    }


def _record_is_sound() -> bool:
    prev = chain.GENESIS
    for row in Row.objects.order_by("sequence"):
        if row.prev != prev:
            return False
        prev = row.hash
    return True


def _die_at_object(number: int) -> None:
    if not number:
        return
    left, save = [number], SignedObject.save

    def save_or_die(row: SignedObject, *args: Any, **kwargs: Any) -> None:
        save(row, *args, **kwargs)
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    SignedObject.save = save_or_die  # type: ignore[method-assign]


COMMANDS = {c.__name__: c for c in (migrate, serve, publish, know, pull, look)}

if __name__ == "__main__":
    try:
        print(json.dumps({"ok": COMMANDS[sys.argv[1]](json.loads(sys.argv[2]))}))
    except LinliError as refused:
        print(json.dumps({"refused": type(refused).__name__, "why": str(refused)}))
