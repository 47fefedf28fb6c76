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
    path("transparency/months/<str:name>/", views.month, name="month-report"),
    path("transparency/charts/<str:figure_id>.svg", views.chart, name="figure-chart"),
    path("transparency/record/", views.record, name="record"),
    path("transparency/record/<int:size>.txt", views.checkpoint, name="checkpoint"),
    path("transparency/record/key.txt", views.key, name="checkpoint-key"),
    path("transparency/record/witnesses.txt", views.witness_keys, name="witness-keys"),
    path("transparency/witness/key.txt", views.witness_key, name="witness-key"),
    path("transparency/witness/add-checkpoint", views.add_checkpoint, name="add-checkpoint"),
    path("transparency/record/consistency.json", views.consistency_json, name="consistency"),
    path("transparency/record/proof.json", views.proof, name="proof"),
    path("transparency/ledger.jsonl", views.ledger, name="ledger-export"),
]
