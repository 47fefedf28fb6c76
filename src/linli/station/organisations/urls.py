"""Joining a community, and the page of its people for those who answer for it."""

from __future__ import annotations

from django.urls import path

from linli.station.organisations import body_views, views

urlpatterns = [
    path("organisations/", body_views.organisations, name="organisations"),
    path("organisations/new/", body_views.add, name="organisation-add"),
    path("organisations/contact/<str:code>/", body_views.contact, name="organisation-contact"),
    path("organisations/<str:uid>/", body_views.organisation, name="organisation"),
    path("organisations/<str:uid>/entry/", body_views.change, name="organisation-change"),
    path("organisations/<str:uid>/act/", body_views.act, name="organisation-act"),
    path("bases/", body_views.bases, name="bases"),
    path("join/", views.join, name="join"),
    path("join/<str:code>/", views.invited, name="invited"),
    path("people/", views.people, name="people"),
    path("people/role/", views.role, name="people-role"),
    path("people/invite/", views.invite, name="people-invite"),
    path("people/revoke/", views.revoke, name="people-revoke"),
    path("people/hand-over/", views.hand_over, name="people-hand-over"),
]
