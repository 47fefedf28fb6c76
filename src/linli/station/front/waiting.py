"""What waits for a person in 我的事: things they promised, shifts to come, questions that come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.station.activities import selectors as activities
from linli.station.learning import selectors as learning
from linli.station.people.actors import Actor
from linli.station.pledges import selectors as pledges
from linli.station.programme import selectors as programme

MOST = 12


class Waiting(NamedTuple):
    """One thing: what, when or how much, where it is done, its symbol."""

    title: str
    text: str
    path: str
    icon: str


def waiting(actor: Actor) -> list[Waiting]:
    """What waits for the actor in this community, what comes first first."""
    work = (*_tasks(actor), *_projects(actor), *_grants(actor), *_council(actor))
    return [*work, *_shifts(actor), *_pledges(actor), *_reviews(actor)][:MOST]


def _tasks(actor: Actor) -> Iterator[Waiting]:
    for one in programme.tasks_mine(actor=actor)[:MOST]:
        late = one.due < timezone.localdate()
        words = _("{day} 已过") if late else _("{day} 前")
        when = words.format(day=one.due.isoformat())
        yield Waiting(one.title, f"{one.plan.title} · {when}", f"/plans/{one.plan.uid}/", "tick")


def _projects(actor: Actor) -> Iterator[Waiting]:
    for one, due in activities.words_due_mine(actor=actor)[:MOST]:
        words = _("公开进展，{day} 前").format(day=due.isoformat())
        yield Waiting(one.title, words, f"/projects/{one.uid}/", "heart")


def _grants(actor: Actor) -> Iterator[Waiting]:
    for one in programme.to_review(actor=actor)[:MOST]:
        yield Waiting(one.title, _("等您评审"), f"/grants/applications/{one.uid}/", "scales")
    for one in programme.applications_mine(actor=actor).filter(state="awarded")[:MOST]:
        words = _("报告，{day} 前").format(day=one.report_by)
        yield Waiting(one.title, words, f"/grants/applications/{one.uid}/", "sprout")


def _council(actor: Actor) -> Iterator[Waiting]:
    for one in programme.questions_mine(actor=actor)[:MOST]:
        yield Waiting(one.text, _("青年议事，等您说"), f"/council/questions/{one.uid}/", "users")


def _shifts(actor: Actor) -> Iterator[Waiting]:
    coming = activities.signups_mine(actor=actor).filter(presence=None, shift__ends__gte=timezone.now())
    for one in coming.exclude(shift__activity__state="cancelled")[:MOST]:
        found, starts = one.shift.activity, timezone.localtime(one.shift.starts)
        words = f"{starts:%Y-%m-%d %H:%M} · {found.place}"
        words += f" · {_('候补中')}" if one.state == "waiting" else ""
        yield Waiting(found.title, words, f"/activities/{found.uid}/", "calendar")


def _reviews(actor: Actor) -> Iterator[Waiting]:
    count = learning.due(actor=actor).count()
    if count:
        yield Waiting(_("复习"), _("{n} 道题").format(n=count), "/learn/review/", "lesson")


def _pledges(actor: Actor) -> Iterator[Waiting]:
    for review in pledges.reviews_waiting(actor=actor)[:MOST]:
        path = f"/pledges/review/{pledges.code_of(review)}/"
        yield Waiting(_("请您评议"), review.assessment.pledge.title, path, "eye")
    for one in pledges.renewals_due(actor=actor)[:MOST]:
        ends = timezone.localtime(one.valid_until).date().isoformat()
        yield Waiting(_("承诺该续了"), f"{one.title} · {ends}", f"/pledges/{one.uid}/", "hand")
