"""From one address to Django's database settings: SQLite with WAL by default, PostgreSQL by one setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from linli.vocabulary import LinliError, Text

SQLITE_INIT = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; PRAGMA cache_size=-16000;"

KEPT_SECONDS = 600


def database_settings(url: str, home: Path) -> dict[str, Any]:
    """Django's `DATABASES["default"]`. Writers take SQLite's lock at once, so that two never deadlock half-way."""
    if not url:
        return _sqlite(home)
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise LinliError(
            Text("数据库地址不对。", "The database address is wrong."),
            field="LINLI_DATABASE_URL",
            value=url.split("@")[-1],
            mend=Text("写成 postgres://用户:密码@主机:端口/库名。", "Write postgres://user:password@host:port/name."),
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": KEPT_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(home: Path) -> dict[str, Any]:
    home.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(home / "station.sqlite3"),
        "CONN_MAX_AGE": KEPT_SECONDS,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_INIT},
    }
