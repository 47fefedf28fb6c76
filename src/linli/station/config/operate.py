"""What an operator does at the command line: a first keeper, roles, clients and keys, the record's export.

`python -m linli.station.config.operate keeper|role|apikey|revoke|export|webhook …`, or the same
after `linli station`.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.station.config.settings")
django.setup(set_prefix=False)

from django.contrib.auth import get_user_model  # noqa: E402 (Django first)
from django.contrib.auth.password_validation import validate_password  # noqa: E402
from django.core.exceptions import ValidationError  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from linli.policy import load_text, read_file  # noqa: E402
from linli.station.integrations.scopes import EVENTS, SCOPES  # noqa: E402
from linli.station.integrations.selectors import client_by_name, endpoints, keys  # noqa: E402
from linli.station.integrations.services import (  # noqa: E402
    apikey_create,
    apikey_revoke,
    client_create,
    deliveries_replay,
    webhook_create,
)
from linli.station.ledger.services import export_chain  # noqa: E402
from linli.station.moderation.services import draft_create  # noqa: E402
from linli.station.organisations.selectors import community_by_slug, home_community  # noqa: E402
from linli.station.organisations.services import membership_set  # noqa: E402
from linli.station.people.actors import Actor, system  # noqa: E402
from linli.station.people.roles import Role  # noqa: E402
from linli.station.people.selectors import user_by_name  # noqa: E402
from linli.vocabulary import LinliError, Text  # noqa: E402


def main(arguments: Sequence[str] = ()) -> int:
    """Runs one command; 0, or 2 with what is wrong and how to mend it."""
    given = _parser().parse_args(list(arguments))
    try:
        run: Callable[[argparse.Namespace], None] = given.run
        run(given)
    except LinliError as error:
        print(error.in_language("zh"), error.in_language("en"), sep="\n", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linli station")
    parser.add_argument(
        "--community", default="", help="社区的短名，默认主社区。The community's slug; default: home."
    )
    commands = parser.add_subparsers(required=True)
    keeper = commands.add_parser("keeper", help="设一位站务。Make a keeper.")
    keeper.add_argument("name")
    keeper.set_defaults(run=_keeper)
    role = commands.add_parser("role", help="给已注册的人一个角色。A role for a person who has signed up.")
    role.add_argument("name")
    role.add_argument("role", choices=[one.name.lower() for one in Role])
    role.set_defaults(run=_role)
    key = commands.add_parser("apikey", help="给平台一个密钥，只显示这一次。A key for a platform, shown this once.")
    key.add_argument("client")
    key.add_argument("--scopes", default=",".join(SCOPES))
    key.add_argument("--rate", type=int, default=100)
    key.add_argument("--burst", type=int, default=1_000)
    key.set_defaults(run=_apikey)
    revoke = commands.add_parser("revoke", help="停用一个密钥。Revoke a key.")
    revoke.add_argument("prefix")
    revoke.set_defaults(run=_revoke)
    export = commands.add_parser("export", help="导出台账。Export the record.")
    export.add_argument("file", type=Path)
    export.set_defaults(run=_export)
    policy = commands.add_parser("policy", help="把公约文件送成草案。Hand in a policy file as a draft.")
    policy.add_argument("file", type=Path)
    policy.add_argument("--note", default="", help="为什么改。Why.")
    policy.set_defaults(run=_policy)
    _webhook_parser(commands.add_parser("webhook", help="平台的回调。A platform's webhooks."))
    return parser


def _webhook_parser(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True)
    add = commands.add_parser("add", help="登记；签名密钥只显示这一次。Add; the signing secret is shown this once.")
    add.add_argument("client")
    add.add_argument("url")
    add.add_argument("--events", default=",".join(EVENTS))
    add.set_defaults(run=_webhook_add)
    commands.add_parser("list", help="列出。List.").set_defaults(run=_webhook_list)
    replay = commands.add_parser("replay", help="重发已放弃的。Send again what was given up.")
    replay.add_argument("id")
    replay.add_argument("--days", type=int, default=7)
    replay.set_defaults(run=_webhook_replay)


def _actor(given: argparse.Namespace) -> Actor:
    community = community_by_slug(given.community) if given.community else home_community()
    return system(community.pk, "operator")


def _keeper(given: argparse.Namespace) -> None:
    password = getpass.getpass("密码 Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password)
    except ValidationError as weak:
        mend = Text("请用至少 10 个字符、不常见的密码。", "Use 10 characters or more, and no common password.")
        raise LinliError(Text("密码太弱。", "The password is too weak."), field="password", mend=mend) from weak
    actor, people = _actor(given), get_user_model()
    if people.objects.filter(username=given.name).exists():
        raise LinliError(Text("这个用户名已被使用。", "This name is taken."), field="name", value=given.name)
    with transaction.atomic():
        made = people.objects.create_user(given.name, password=password)
        membership_set(actor=actor, user_id=made.pk, role=Role.KEEPER)
    print(f"好了：{given.name} 是站务。{given.name} is a keeper; the second factor is set up at the first sign-in.")


def _role(given: argparse.Namespace) -> None:
    role, person = Role[given.role.upper()], user_by_name(given.name)
    membership_set(actor=_actor(given), user_id=person.pk, role=role)
    print(f"好了：{given.name} 的角色是{role.label}。Done: {given.name} is a {role.name.lower()} now.")


def _apikey(given: argparse.Namespace) -> None:
    actor = _actor(given)
    known = client_by_name(community_id=actor.community_id, name=given.client)
    known = known or client_create(actor=actor, name=given.client)
    scopes = [scope.strip() for scope in given.scopes.split(",") if scope.strip()]
    _, key = apikey_create(
        actor=actor, client_uid=known.uid, name=given.client, scopes=scopes, rate=given.rate, burst=given.burst
    )
    print(key)


def _revoke(given: argparse.Namespace) -> None:
    actor = _actor(given)
    found = [key for key in keys(actor=actor) if given.prefix.startswith(key.prefix)]
    if len(found) != 1:
        raise LinliError(
            Text("没有找到唯一的密钥。", "Not exactly one key begins so."), field="key", value=given.prefix
        )
    apikey_revoke(actor=actor, uid=found[0].uid)
    print(f"已停用 {found[0].prefix}… Revoked.")


def _policy(given: argparse.Namespace) -> None:
    document = read_file(given.file)
    load_text(document, str(given.file))
    made = draft_create(actor=_actor(given), document=document, note=given.note)
    print(f"草案已送到：{made.uid}。试算和签发在网页上。Drafted; it is tried and signed on its page.")


def _webhook_add(given: argparse.Namespace) -> None:
    actor = _actor(given)
    known = client_by_name(community_id=actor.community_id, name=given.client)
    if known is None:
        raise LinliError(Text("没有这个平台。", "There is no such client."), field="client", value=given.client)
    events = [event.strip() for event in given.events.split(",") if event.strip()]
    made, secret = webhook_create(actor=actor, client_uid=known.uid, url=given.url, events=events)
    print(made.uid, secret)


def _webhook_list(given: argparse.Namespace) -> None:
    for found in endpoints(actor=_actor(given)).order_by("pk"):
        print(found.uid, found.client.name, "on" if found.active else "off", found.url, ",".join(found.events))


def _webhook_replay(given: argparse.Namespace) -> None:
    since = timezone.now() - timedelta(days=given.days)
    count = deliveries_replay(actor=_actor(given), endpoint_uid=given.id, since=since)
    print(f"{count} 次将重发。{count} will be sent again.")


def _export(given: argparse.Namespace) -> None:
    with given.file.open("w", encoding="utf-8") as out:
        rows = export_chain(_actor(given).community_id, out)
    print(f"{rows} 行。{rows} rows; check them with: linli ledger verify {given.file}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
