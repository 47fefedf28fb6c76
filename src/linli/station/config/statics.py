"""Static files by WhiteNoise, whole: under ASGI, Django reads a streamed file in one go anyway, and warns."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class WholeFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise with answers that are not streamed; our files are small."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """The file's response, its content read."""
        found = static_file.get_response(request.method, request.META)
        content = found.file.read() if found.file else b""
        if found.file:
            found.file.close()
        response = HttpResponse(content, status=int(found.status), content_type="")
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response
