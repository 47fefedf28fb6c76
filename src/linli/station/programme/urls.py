"""The pages of the programme."""

from __future__ import annotations

from django.urls import path, re_path

from linli.station.programme.views import council, grants, measuring, planning

urlpatterns = [
    path("proposals/", planning.proposals, name="proposals"),
    path("plans/", planning.plans, name="plans"),
    path("plans/<str:uid>/", planning.plan, name="plan"),
    path("plans/<str:uid>/act/", planning.act, name="plan-act"),
    path("grants/", grants.grants, name="grants"),
    path("grants/<str:uid>/", grants.call, name="grant-call"),
    path("grants/applications/<str:uid>/", grants.application, name="grant-application"),
    path("grants/applications/<str:uid>/act/", grants.act, name="grant-act"),
    re_path(r"^grants/applications/(?P<uid>[^/]+)/(?P<which>before|after)\.jpg$", grants.photo, name="grant-photo"),
    path("council/", council.council, name="council"),
    path("council/questions/<str:uid>/", council.question, name="council-question"),
    path("council/consent/<str:code>/", council.consent, name="council-consent"),
    path("indicators/", measuring.indicators, name="indicators"),
    path("experiments/", measuring.experiments, name="experiments"),
    path("experiments/<str:uid>/", measuring.experiment, name="experiment"),
]
