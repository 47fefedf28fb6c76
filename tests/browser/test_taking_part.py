"""Charity projects, grants, the youth council, targets and experiments, looked at on a phone and a desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from linli.station.activities.models import Project
from linli.station.config import sample_activities, sample_programme
from linli.station.organisations.models import Community
from linli.station.programme import services
from linli.station.programme.models import Application, Experiment, Question
from tests.browser.conftest import DESKTOP, PHONE, assert_accessible, assert_fits, shot
from tests.browser.scene import as_person
from tests.browser.test_front import name_of
from tests.station import factories
from tests.station.programme.made import programme_pages

Visit = Callable[..., Page]
LOOKS = [{}, {"elder": True, "theme": "dark"}, {"english": True}]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: name_of("look", look))
def test_every_page_is_accessible_and_fits(visit: Visit, station: str, look: dict[str, object]) -> None:
    people = factories.people_make(Community.objects.get(home=True))
    sample_activities.load(lead=people.lead, member=people.member, other=people.other)
    reviewers = (people.reviewer, people.other)
    sample_programme.load(lead=people.lead, member=people.member, reviewers=reviewers, second=people.keeper)
    made = programme_pages(people)
    asked, tried = Question.objects.get(), Experiment.objects.get()
    services.voice_give(actor=people.member, uid=asked.uid, text="开到八点，写完作业能来。")
    services.answer_draft(actor=people.member, uid=asked.uid, text="周五周六开到八点。")
    services.target_set(
        actor=people.lead, indicator_id="works", value=3, ends=timezone.localdate() + timedelta(days=90)
    )
    counts = {"new_part": 56, "new_whole": 70, "before_part": 48, "before_whole": 80}
    services.experiment_close(actor=people.lead, uid=tried.uid, **counts, written="接着用。")
    given, project = Application.objects.get(award__gt=0), Project.objects.get()
    page = visit("/projects/", **look)
    paths = {
        people.lead: {
            "projects": "projects/",
            "project": f"projects/{project.uid}/",
            "project-create": "projects/new/",
            "grants": "grants/",
            "call": f"grants/{given.call.uid}/",
            "application": f"grants/applications/{made['grant-application']['uid']}/",
            "indicators": "indicators/",
            "experiments": "experiments/",
            "experiment": f"experiments/{tried.uid}/",
        },
        people.member: {
            "granted": f"grants/applications/{given.uid}/",
            "council": "council/",
            "question": f"council/questions/{asked.uid}/",
            "consent": f"council/consent/{made['council-consent']['code']}/",
        },
    }
    for actor, found in paths.items():
        as_person(page, actor, station)
        for name, path in found.items():
            page.goto(f"{station}/{path}")
            for size in (PHONE, DESKTOP):
                page.set_viewport_size({"width": size[0], "height": size[1]})
                assert_fits(page)
                assert_accessible(page)
            shot(page, name_of(f"/part-{name}/", look))
