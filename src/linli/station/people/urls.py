"""The settings that need no account."""

from __future__ import annotations

from django.urls import path

from linli.station.people import views

urlpatterns = [
    path("settings/", views.settings_page, name="settings"),
    path("preferences/", views.preferences, name="preferences"),
]
