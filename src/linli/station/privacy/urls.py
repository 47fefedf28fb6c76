"""A person's rights, and what is kept how long."""

from __future__ import annotations

from django.urls import path, register_converter

from linli.station.privacy import views
from linli.station.privacy.models import Right


class RightConverter:
    """A right that is one button."""

    regex = "|".join(right.value for right in Right if right != Right.DELETE)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RightConverter, "right")

urlpatterns = [
    path("me/data/", views.mine, name="my-data"),
    path("me/data/all/", views.all_of_it, name="my-data-all"),
    path("me/data/copy.zip", views.copy, name="my-data-copy"),
    path("me/data/decisions/", views.decisions, name="my-data-decisions"),
    path("me/data/name/", views.name, name="my-data-name"),
    path("me/data/another/", views.another, name="my-data-another"),
    path("me/data/delete/", views.delete, name="my-data-delete"),
    path("me/data/ask/<right:right>/", views.ask, name="my-data-ask"),
    path("retention/", views.retained, name="retention"),
]
