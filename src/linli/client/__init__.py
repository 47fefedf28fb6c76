"""For platforms: the public API from Python, and what a webhook says once its signature holds.

    from linli.client import Linli, opened

Needs `pip install linli[client]` (httpx). The file `signatures.py` needs nothing at all and may be copied.
"""

from __future__ import annotations

from linli.client.calling import ApiError, Linli, Unreachable
from linli.client.hooks import Event, opened
from linli.client.signatures import SignatureError, verify

__all__ = ["ApiError", "Event", "Linli", "SignatureError", "Unreachable", "opened", "verify"]
