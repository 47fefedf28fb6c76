"""Targets for indicators, and experiments: told beforehand, compared, written up, also when nothing came of them."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from linli.station.ledger.services import writing
from linli.station.people.actors import Actor, require
from linli.station.programme import selectors
from linli.station.programme.intervals import FEW
from linli.station.programme.measures import indicator
from linli.station.programme.models import Experiment, Target
from linli.station.programme.services.planning import checked_day, checked_length, told
from linli.vocabulary import LinliError, Text

MOST, MOST_COUNT = 10**6, 10**7


def target_set(*, actor: Actor, indicator_id: str, value: float, ends: date) -> Target:
    """What an indicator is to be from this month to a day. An earlier target stays in the record."""
    require(actor, "plan.make", actor.community_id)
    found = indicator(indicator_id)
    if found is None or found.better == 0:
        raise LinliError(
            Text("这个指标不设目标值。", "This indicator has no target."), field="indicator", value=indicator_id[:20]
        )
    if not 0 <= value <= MOST:
        raise LinliError(Text("目标值不对。", "The value is wrong."), field="value", value=str(value))
    checked_day("ends", ends)
    with writing(actor.community_id):
        made = Target.objects.create(
            community_id=actor.community_id,
            indicator=indicator_id,
            value=value,
            starts=timezone.localdate().replace(day=1),
            ends=ends,
        )
        told(actor, "target.set", "target", made.uid)
    return made


def experiment_begin(
    *, actor: Actor, title: str, before: str, new: str, measure: str, way: str, ends: date
) -> Experiment:
    """Says what is tried, on which part, and what is counted, before anything is counted."""
    require(actor, "plan.make", actor.community_id)
    for name, value, longest in (("title", title, 60), ("before", before, 500), ("new", new, 500)):
        checked_length(name, value, longest)
    checked_length("measure", measure, 200)
    checked_day("ends", ends)
    if way not in Experiment.Way.values:
        raise LinliError(Text("请选怎么分的。", "Say how the part was chosen."), field="way", value=way[:10])
    with writing(actor.community_id):
        made = Experiment.objects.create(
            community_id=actor.community_id,
            title=title.strip(),
            before=before.strip(),
            new=new.strip(),
            measure=measure.strip(),
            way=way,
            ends=ends,
        )
        told(actor, "experiment.begun", "experiment", made.uid)
    return made


def experiment_close(
    *, actor: Actor, uid: str, new_part: int, new_whole: int, before_part: int, before_whole: int, written: str
) -> Experiment:
    """The counts of both parts and what follows from them, once, for good."""
    require(actor, "plan.make", actor.community_id)
    checked_length("written", written, 2000)
    for name, part, whole in (("new_part", new_part, new_whole), ("before_part", before_part, before_whole)):
        if not (FEW <= whole <= MOST_COUNT and 0 <= part <= whole):
            raise LinliError(
                Text(f"每边至少 {FEW} 个，成的不多于总数。", f"At least {FEW} each; no more of them than all."),
                field=name,
                value=f"{part}/{whole}",
            )
    with writing(actor.community_id):
        found = selectors.experiment(community_id=actor.community_id, uid=uid)
        if found.closed_at is not None:
            raise LinliError(
                Text("已经写过结果，不再改动。", "It is written up and stays so."), field="experiment", value=uid
            )
        found.new_part, found.new_whole = new_part, new_whole
        found.before_part, found.before_whole = before_part, before_whole
        found.written, found.closed_at = written.strip(), timezone.now()
        found.save()
        told(actor, "experiment.closed", "experiment", uid)
    return found
