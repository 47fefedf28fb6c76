"""The ASGI application: Django's, for pages and case work."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.station.config.settings")
application = get_asgi_application()
