"""The addresses that stations speak to, and the keeper's page."""

from __future__ import annotations

from django.urls import path

from linli.station.exchange import views

urlpatterns = [
    path(".well-known/rumour-station", views.well_known, name="well-known-station"),
    path("exchange/feed.json", views.feed, name="exchange-feed"),
    path("exchange/inbox/", views.inbox, name="exchange-inbox"),
    path("desk/peers/", views.peers, name="peers"),
    path("desk/peers/<str:uid>/", views.peer_act, name="peer-act"),
]
