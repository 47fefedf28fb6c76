"""The pages of codes and of the helper."""

from __future__ import annotations

from django.urls import path

from linli.station.codes import views, writing

urlpatterns = [
    path("rewrite/", views.rewriting, name="rewrite"),
    path("codes/", views.codes, name="codes"),
    path("codes/bank/", writing.bank, name="code-bank"),
    path("codes/adapt/", writing.adapt, name="code-adapt"),
    path("codes/comments/<str:uid>/", views.comment, name="code-comment"),
    path("codes/<str:uid>/", views.code, name="code"),
    path("codes/<str:uid>/print/", views.printed, name="code-print"),
    path("codes/<str:uid>/code.json", views.exported_code, name="code-json"),
    path("codes/<str:uid>/<int:number>/", views.version, name="code-version"),
    path("codes/<str:uid>/<int:number>/write/", writing.write, name="code-write"),
    path("codes/<str:uid>/<int:number>/act/", writing.act, name="code-act"),
]
