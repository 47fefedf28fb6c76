"""An activity that is going on now, and somebody who has joined it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from linli.station.activities import services
from linli.station.activities.models import Activity, Shift
from linli.station.activities.services import ShiftPlan
from tests.station import factories


def activity_make(people: factories.People, *, places: int = 3, starts_in: int = -30, minutes: int = 120) -> Activity:
    """An open activity led by the lead; its one shift starts in so many minutes (negative: it has begun)."""
    starts = timezone.now() + timedelta(minutes=max(starts_in, 60) if starts_in > 0 else 60)
    made = services.activity_create(
        actor=people.lead,
        title="河边捡垃圾",
        summary="一起把河边收拾干净，带上手套。",
        place="东河桥头",
        plans=[ShiftPlan(starts, starts + timedelta(minutes=minutes), places)],
        publish=True,
    )
    begun = timezone.now() + timedelta(minutes=starts_in)
    Shift.objects.filter(activity=made).update(starts=begun, ends=begun + timedelta(minutes=minutes))
    return made


@pytest.fixture
def activity(people: factories.People) -> Activity:
    return activity_make(people)
