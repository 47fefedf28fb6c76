"""The station's settings from the environment, all with the prefix `LINLI_`, each with a default that works."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """`LINLI_DATABASE_URL` is the one setting that moves the station to PostgreSQL."""

    model_config = SettingsConfigDict(env_prefix="LINLI_", extra="ignore")

    home: Path = Field(default=Path("var"), description="Folder of the database, the secret and uploads.")
    database_url: str = Field(default="", description="postgres://user:password@host:port/name; empty: SQLite.")
    secret_key: str = Field(default="", description="At least 50 characters; empty: made once and kept in home.")
    old_secret_keys: list[str] = Field(default=[], description="Secrets used before; codes made with them stay good.")
    hosts: list[str] = Field(default=["127.0.0.1", "localhost", "[::1]"], description="Host names it answers to.")
    base_url: str = Field(default="http://127.0.0.1:8600", description="Where people reach the station.")
    sample: bool = Field(default=False, description="The sample station: sample sign-ins, this machine only.")
    debug: bool = Field(default=False, description="Django's debug pages; never on a public host.")
    https: bool = Field(default=False, description="Served over HTTPS: secure cookies and HSTS.")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")
    help_lines: dict[str, list[dict[str, str]]] = Field(
        default={}, description='Help by region: {region: [{number, name, name_en, why, why_en}]}; "" for all.'
    )
    banks: list[str] = Field(
        default=[], description="Banks of shared signals, each `category:file`; none by default."
    )
    webhook_private_hosts: bool = Field(default=False, description="Webhooks may go to this machine or its network.")
    fetch_private_hosts: bool = Field(default=False, description="Pages and stations of this network may be read.")
    email_url: str = Field(
        default="", description="smtp://user:password@host:587 or smtps://…:465; empty: nothing is sent by e-mail."
    )
    email_from: str = Field(default="", description="The sender's address; empty: linli@ and the station's host.")
    push_contact: str = Field(
        default="", description="mailto: or https: address for push services; empty: no web push."
    )
