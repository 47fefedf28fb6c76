"""For the sample station alone: a review that took its time, as it would have in a day's work."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from linli.station.ledger.services import writing
from linli.station.people.actors import Actor
from linli.station.pledges.models import Assessment, Review
from linli.station.pledges.services.common import refuse, told
from linli.station.pledges.services.reviewing import accept
from linli.vocabulary import Text


def sample_unhurried(*, actor: Actor, review: str) -> None:
    """Takes the flag for speed off a sample's review, and accepts its round."""
    if not settings.SAMPLE:
        raise refuse(Text("只有示例站能这样做。", "Only a sample station may do this."), "LINLI_SAMPLE")
    with writing(actor.community_id):
        found = Review.objects.select_related("assessment__pledge").get(uid=review, community_id=actor.community_id)
        one = found.assessment
        if found.flags != ["fast"] or one.state != Assessment.State.FLAGGED:
            return
        found.flags = []
        found.save(update_fields=["flags"])
        accept(one.pledge, one, timezone.now())
        one.save(update_fields=["state"])
        told(actor, "pledge.review-accepted", one.pledge)
