"""The pages of the shield."""

from __future__ import annotations

from django.urls import path

from linli.station.shield.views import amends, doors, friend, own

urlpatterns = [
    path("shield/", doors.about, name="shield"),
    path("shield/from/<str:code>/", doors.from_code, name="shield-from"),
    path("shield/amends/<str:code>/", amends.write, name="shield-amends"),
    path("shield/friend/<str:code>/", friend.place, name="shield-friend"),
    path("shield/<str:code>/", own.page, name="shield-own"),
    path("shield/<str:code>/settings/", own.settings, name="shield-settings"),
    path("shield/<str:code>/evidence/", own.evidence, name="shield-evidence"),
    path("shield/<str:code>/help/", own.ask, name="shield-help"),
]
