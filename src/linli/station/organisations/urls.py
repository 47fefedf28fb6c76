"""Joining a community, and the page of its people for those who answer for it."""

from __future__ import annotations

from django.urls import path

from linli.station.organisations import views

urlpatterns = [
    path("join/", views.join, name="join"),
    path("join/<str:code>/", views.invited, name="invited"),
    path("people/", views.people, name="people"),
    path("people/role/", views.role, name="people-role"),
    path("people/invite/", views.invite, name="people-invite"),
    path("people/revoke/", views.revoke, name="people-revoke"),
    path("people/hand-over/", views.hand_over, name="people-hand-over"),
]
