"""The public pages of moderation."""

from __future__ import annotations

from django.urls import path

from linli.station.moderation.views import notice, report, rules

urlpatterns = [
    path("report/", report.report, name="report"),
    path("report/<int:step>/", report.report, name="report-step"),
    path("n/<str:code>/", notice.notice, name="notice"),
    path("n/<str:code>/appeal/", notice.appeal, name="notice-appeal"),
    path("n/<str:code>/statement.json", notice.statement, name="notice-statement"),
    path("rules/", rules.rules, name="rules"),
    path("rules/documents/<str:reference>/", rules.document, name="policy-document"),
    path("rules/<str:rule_id>/", rules.rule, name="rule"),
]
