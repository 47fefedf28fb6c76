"""What the station holds of a person beside any community: the sign-in."""

from __future__ import annotations

from linli.station.people.personal import Fate, Holding, Personal
from linli.vocabulary import Text

SIGN_IN = Holding(
    "people.User",
    Text("登录账号", "Sign-in"),
    by_user="pk",
    community="",
    shown=("username", "display_name", "email", "language", "elder", "date_joined", "last_login"),
    fate=Fate.BLANKED,
    blanks={
        "username": lambda row: f"gone-{row.pk}",
        "display_name": "",
        "email": "",
        "first_name": "",
        "last_name": "",
        "password": "!",
        "is_active": False,
        "last_login": None,
    },
    why=Text(
        "名字、邮箱和密码删去，再也无法登录；只留一个空号，使别人的记录不断。",
        "Name, address and password go and nobody can sign in; an empty number stays for others' records to hold.",
    ),
)
PERSONAL = Personal(
    name=Text("登录", "Sign-in"),
    holdings=(
        Holding(
            "account.EmailAddress",
            Text("邮箱", "E-mail addresses"),
            by_user="user_id",
            community="",
            shown=("email", "verified", "primary"),
        ),
        Holding(
            "mfa.Authenticator",
            Text("两步验证", "Second factors"),
            by_user="user_id",
            community="",
            shown=("type", "created_at", "last_used_at"),
        ),
        SIGN_IN,
    ),
    others={
        "account.EmailConfirmation": "goes with its address",
        "people.User_groups": "Django's groups are not used",
        "people.User_user_permissions": "Django's permissions are not used",
    },
)
