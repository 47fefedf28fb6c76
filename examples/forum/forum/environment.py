"""What an operator sets: six variables, each with a default, and one file that may stand in for the secrets."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Environment:
    """`webhook_secret` is what the station showed once when the webhook was made (`whsec_…`, base64)."""

    station_url: str
    api_key: str
    webhook_secret: str
    home: Path
    port: int
    retry_seconds: float


def read(env: Mapping[str, str] = os.environ) -> Environment:
    """The environment; `connection.json` in FORUM_HOME gives the key and the secret where they are not set."""
    home = Path(env.get("FORUM_HOME", "var")).resolve()
    kept = _connection(home / "connection.json")
    return Environment(
        station_url=(env.get("FORUM_STATION_URL") or kept.get("station_url") or "http://127.0.0.1:8600").rstrip("/"),
        api_key=env.get("FORUM_API_KEY") or kept.get("api_key", ""),
        webhook_secret=env.get("FORUM_WEBHOOK_SECRET") or kept.get("webhook_secret", ""),
        home=home,
        port=int(env.get("FORUM_PORT", "8700")),
        retry_seconds=float(env.get("FORUM_RETRY_SECONDS", "2")),
    )


def _connection(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))
    return {str(name): str(value) for name, value in found.items()}
