"""The pages of minors' mode."""

from __future__ import annotations

from django.urls import path

from linli.station.minors.views import child, guardian, offers, setup, terms

urlpatterns = [
    path("minors/", setup.about, name="minors"),
    path("minors/start/", setup.band, name="minors-start"),
    path("minors/join/<str:code>/", setup.join, name="minors-join"),
    path("minors/plan/<str:code>/", child.page, name="minors-child"),
    path("minors/plan/<str:code>/guardian/", setup.verify, name="minors-verify"),
    path("minors/plan/<str:code>/pool/", child.pool, name="minors-pool"),
    path("minors/plan/<str:code>/check/", setup.check, name="minors-check"),
    path("minors/offers/", offers.page, name="minors-offers"),
    path("minors/offers/change/", offers.change, name="minors-offers-change"),
    path("minors/terms/", terms.page, name="minors-terms"),
    path("minors/<str:uid>/", guardian.page, name="minors-guardian"),
    path("minors/<str:uid>/plan/", guardian.change, name="minors-change"),
    path("minors/<str:uid>/export.json", guardian.export, name="minors-export"),
    path("help-door/", child.door, name="help-door"),
    path("help-door/<str:code>/", child.door, name="help-door-child"),
]
