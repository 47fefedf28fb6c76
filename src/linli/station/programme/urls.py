"""The pages of the programme."""

from __future__ import annotations

from django.urls import path

from linli.station.programme import views

urlpatterns = [
    path("proposals/", views.proposals, name="proposals"),
    path("plans/", views.plans, name="plans"),
    path("plans/<str:uid>/", views.plan, name="plan"),
    path("plans/<str:uid>/act/", views.act, name="plan-act"),
    path("indicators/", views.indicators, name="indicators"),
]
