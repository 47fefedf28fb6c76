"""`python -m forum`: make the tables, take in the sample day, start the outbox, serve pages."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from forum import day, outbox, sync


class QuietHandler(WSGIRequestHandler):
    """No line for every request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the page “how this forum talks” shows what matters."""


class Command(BaseCommand):
    help = "Serve the forum on 127.0.0.1."

    def handle(self, *_args: Any, **_options: Any) -> None:
        environment = settings.ENVIRONMENT
        call_command("migrate", verbosity=0)
        new = day.load(environment.home / "day.json")
        server = ThreadedWSGIServer(("127.0.0.1", environment.port), QuietHandler)
        server.set_app(get_wsgi_application())
        worker = outbox.Worker(sync.reconcile)
        worker.start()
        self.stdout.write(f"邻里小院 http://127.0.0.1:{server.server_port}  ⇄  {environment.station_url}")
        if new:
            self.stdout.write(f"示例的一天：{new} 条。A day to begin with: {new} entries.")
        if not environment.api_key:
            self.stdout.write("缺少 FORUM_API_KEY：写下的话会排队等着。FORUM_API_KEY is missing: words will wait.")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("再见。Goodbye.")
        finally:
            worker.stopping.set()
            server.server_close()
