"""`/rules/`: every clause and rule in force, what each has done, and the document itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from linli.policy import Change, Rule, changes, material
from linli.station.moderation import figures, rulebook, selectors
from linli.station.moderation.figures import Fired
from linli.station.moderation.models import PolicyVersion
from linli.station.moderation.services.policies import policy_current, policy_ensure, policy_read
from linli.station.organisations.requests import Request
from linli.station.people.actors import NotFound
from linli.vocabulary import ACTION_NAMES, Action, Text

LADDER = (
    (Action.HELP, gettext_lazy("照常可见，送上求助渠道。从不处罚。"), gettext_lazy("规则或审核员")),
    (Action.NUDGE, gettext_lazy("照常可见，给作者一个友善提醒。"), gettext_lazy("规则或审核员")),
    (Action.LABEL, gettext_lazy("可见，旁边附一句说明。"), gettext_lazy("规则或审核员")),
    (Action.LIMIT, gettext_lazy("能打开，不再推荐给别人。"), gettext_lazy("规则或审核员")),
    (Action.HOLD, gettext_lazy("先不展示，等人看过再定。"), gettext_lazy("规则；由审核员定结果")),
    (Action.REMOVE, gettext_lazy("不再展示。原文留存，申诉成功可以恢复。"), gettext_lazy("规则或审核员")),
    (Action.PAUSE, gettext_lazy("账号在一段时间内不能发言，到期自动恢复。"), gettext_lazy("只能由审核员决定")),
)


@require_safe
def rules(request: Request) -> HttpResponse:
    """The code in plain words with what each clause and rule did this month."""
    version = policy_ensure(community_id=request.community.pk)
    policy = policy_current(community_id=request.community.pk)
    counted = figures.use(community_id=request.community.pk, since=figures.month_start())
    clauses = [
        {
            "clause": clause,
            "fired": counted.clauses.get(clause.id, Fired()),
            "rules": [_row(rule, counted) for rule in policy.rules if rule.clause == clause.id],
        }
        for clause in policy.clauses
    ]
    context = {
        "policy": policy,
        "version": version,
        "clauses": clauses,
        "ladder": LADDER,
        "versions": selectors.policy_versions(community_id=request.community.pk),
        "upcoming": rulebook.upcoming(community_id=request.community.pk).first(),
        "counted": counted,
    }
    return render(request, "moderation/rules.html", context)


@require_safe
def rule(request: Request, rule_id: str) -> HttpResponse:
    """One rule: when it fires, what it does, what it has done."""
    policy = policy_current(community_id=request.community.pk)
    found = next((r for r in policy.rules if r.id == rule_id), None)
    if found is None:
        raise NotFound(Text("没有这条规则。", "There is no such rule."), field="rule", value=rule_id)
    counted = figures.use(community_id=request.community.pk, since=figures.month_start())
    context = {"policy": policy, "clause": policy.clause(found.clause), **_row(found, counted), **_does(found)}
    return render(request, "moderation/rule.html", {**context, "threshold": policy.thresholds.get(found.category)})


@require_safe
def document(request: Request, reference: str) -> HttpResponse:
    """A published version of the policy document, as it was published."""
    found = selectors.policy_versions(community_id=request.community.pk).filter(reference=reference).first()
    if found is None:
        raise NotFound(Text("没有这个版本。", "There is no such version."), field="version", value=reference)
    answer = HttpResponse(found.document, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}.yaml"'
    return answer


@require_safe
def differs(request: Request, reference: str) -> HttpResponse:
    """What a version changed, in words; also of one whose day has not come."""
    community_id = request.community.pk
    version = rulebook.version_by_reference(community_id=community_id, reference=reference)
    live = selectors.policy_live(community_id=community_id)
    upcoming = not version.live and version.retired_at is None
    earlier = live.reference if upcoming and live else version.before
    before = selectors.policy_versions(community_id=community_id).filter(reference=earlier).first()
    found = _changes(before, version) if before else ()
    context = {
        "version": version,
        "before": before,
        "upcoming": upcoming,
        "changes": found,
        "material": material(found),
    }
    return render(request, "moderation/changes.html", context)


def _changes(before: PolicyVersion, after: PolicyVersion) -> tuple[Change, ...]:
    return changes(policy_read(before.document, before.reference), policy_read(after.document, after.reference))


def _row(rule: Rule, counted: figures.Use) -> dict[str, Any]:
    return {"rule": rule, "fired": counted.rules.get(rule.id, Fired())}


def _does(rule: Rule) -> dict[str, Any]:
    action = next(((words, who) for known, words, who in LADDER if known == rule.action), ("", ""))
    return {"does": action[0], "who": action[1], "action_name": ACTION_NAMES[rule.action]}
