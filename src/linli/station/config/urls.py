"""Every address of the station, one line an app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from linli.station.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("linli.station.privacy.urls")),
    path("", include("linli.station.transparency.urls")),
    path("", include("linli.station.programme.urls")),
    path("", include("linli.station.activities.urls")),
    path("", include("linli.station.rumours.urls")),
    path("", include("linli.station.shield.urls")),
    path("", include("linli.station.honours.urls")),
    path("", include("linli.station.codes.urls")),
    path("", include("linli.station.pledges.urls")),
    path("", include("linli.station.minors.urls")),
    path("", include("linli.station.moderation.urls")),
    path("", include("linli.station.learning.urls")),
    path("", include("linli.station.credentials.urls")),
    path("", include("linli.station.exchange.urls")),
    path("", include("linli.station.conduct.urls")),
    path("", include("linli.station.publishing.urls")),
    path("", include("linli.station.collections.urls")),
    path("", include("linli.station.standing.urls")),
    path("", include("linli.station.desk.urls")),
    path("", include("linli.station.organisations.urls")),
    path("", include("linli.station.integrations.urls")),
    path("", include("linli.station.people.urls")),
    path("", include("linli.station.front.urls")),
]
handler400 = "linli.station.front.errors.bad_request"
handler403 = "linli.station.front.errors.forbidden"
handler404 = "linli.station.front.errors.not_found"
handler500 = "linli.station.front.errors.server_error"
