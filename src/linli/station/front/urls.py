"""The pages of the front."""

from __future__ import annotations

from django.urls import path

from linli.station.front import festivals, views

urlpatterns = [
    path("", views.home, name="home"),
    path("check/", views.check, name="check"),
    path("about/", views.about, name="about"),
    path("festivals/", festivals.every, name="festivals"),
    path("festivals/<slug:slug>/", festivals.one, name="festival"),
    path("services/", views.services, name="services"),
    path("components/", views.components, name="components"),
    path("me/", views.me, name="me"),
    path("sample/", views.sample, name="sample"),
]
