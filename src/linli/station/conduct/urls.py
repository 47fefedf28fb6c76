"""The pages of agreements."""

from __future__ import annotations

from django.urls import path

from linli.station.conduct import views

urlpatterns = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<str:name>/", views.agreement, name="agreement"),
]
