"""The pages of credentials."""

from __future__ import annotations

from django.urls import path

from linli.station.credentials import views

urlpatterns = [
    path("credentials/", views.mine, name="credentials-mine"),
    path("credentials/verify/", views.verify, name="credential-verify"),
    path("credentials/revoke/", views.revoke, name="credential-revoke"),
    path("credentials/revocations.json", views.revocations, name="credential-revocations"),
    path("credentials/<str:code>/", views.credential, name="credential"),
    path("credentials/<str:code>/credential.json", views.document, name="credential-document"),
]
