"""A work as plain HTML, for feeds and other front ends."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string

from linli.station.publishing.models import WorkVersion
from linli.station.publishing.showing import shown


def whole(version: WorkVersion) -> str:
    """The work with whole addresses, for readers elsewhere: no class, no style, no script."""
    given = {"one": shown(version.content), "version": version, "root": settings.BASE_URL}
    return render_to_string("publishing/plain.html", given).strip()
