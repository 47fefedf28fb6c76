"""The public figures."""

from __future__ import annotations

from django.urls import path

from linli.station.transparency import views

urlpatterns = [
    path("transparency/", views.page, name="transparency"),
    path("transparency/figures.json", views.as_json, name="figures-json"),
    path("transparency/figures.csv", views.as_csv, name="figures-csv"),
    path("transparency/statements.json", views.statements_json, name="statements-json"),
    path("transparency/statements.atom", views.statements_atom, name="statements-atom"),
    path("transparency/ledger.jsonl", views.ledger, name="ledger-export"),
]
