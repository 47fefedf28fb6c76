"""The pages of honours."""

from __future__ import annotations

from django.urls import path

from linli.station.honours import views

urlpatterns = [
    path("honours/", views.honours, name="honours"),
    path("honours/new/", views.propose, name="honour-propose"),
    path("honours/consent/<str:code>/", views.consent, name="honour-consent"),
    path("honours/<str:uid>/", views.honour, name="honour"),
]
