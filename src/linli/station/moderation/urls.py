"""The pages of moderation: public ones, and those of the leads."""

from __future__ import annotations

from django.urls import path

from linli.station.moderation.views import explain, notice, operations, policy, quality, report, rules, words

urlpatterns = [
    path("report/", report.report, name="report"),
    path("report/<int:step>/", report.report, name="report-step"),
    path("n/<str:code>/", notice.notice, name="notice"),
    path("n/<str:code>/appeal/", notice.appeal, name="notice-appeal"),
    path("n/<str:code>/statement.json", notice.statement, name="notice-statement"),
    path("rules/", rules.rules, name="rules"),
    path("rules/documents/<str:reference>/", rules.document, name="policy-document"),
    path("rules/changes/<str:reference>/", rules.differs, name="rule-changes"),
    path("desk/quality/", quality.judge, name="quality"),
    path("desk/quality/report/", quality.report, name="quality-report"),
    path("desk/explain/", explain.explain, name="explain"),
    path("operations/", operations.operations, name="operations"),
    path("operations/<str:uid>/", operations.operation, name="operation"),
    path("desk/operations/", operations.manage, name="operations-manage"),
    path("desk/operations/<str:uid>/<str:what>/", operations.act, name="operation-act"),
    path("desk/words/", words.packs, name="words-packs"),
    path("desk/words/<str:uid>/", words.pack, name="words-pack"),
    path("desk/words/<str:uid>/<str:what>/", words.act, name="words-act"),
    path("desk/policy/", policy.console, name="policy-console"),
    path("desk/policy/promote/<str:rule_id>/", policy.promote, name="policy-promote"),
    path("desk/policy/<str:uid>/", policy.draft, name="policy-draft"),
    path("desk/policy/<str:uid>/<str:what>/", policy.act, name="policy-act"),
    path("rules/<str:rule_id>/", rules.rule, name="rule"),
]
