"""The platforms that are connected, for a keeper."""

from __future__ import annotations

from django.urls import path

from linli.station.integrations import views

urlpatterns = [
    path("platforms/", views.platforms, name="platforms"),
    path("platforms/act/", views.act, name="platforms-act"),
    path("platforms/<str:uid>/", views.deliveries, name="platform-deliveries"),
]
