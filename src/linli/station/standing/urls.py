"""One's own record, the criteria, and the classes of accounts."""

from __future__ import annotations

from django.urls import path

from linli.station.standing import views

urlpatterns = [
    path("standing/", views.mine, name="standing"),
    path("standing/criteria/", views.criteria, name="standing-criteria"),
    path("standing/classes/<str:account>/", views.classes, name="standing-classes"),
    path("standing/<str:code>/", views.by_notice, name="standing-account"),
]
