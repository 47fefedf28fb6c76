"""What credentials hold of people: the certificates themselves."""

from __future__ import annotations

from linli.station.people.personal import Holding, Personal
from linli.vocabulary import Text

PERSONAL = Personal(
    name=Text("证书", "Credentials"),
    holdings=(
        Holding(
            "credentials.Credential",
            Text("您的证书", "Your certificates"),
            by_user="user_id",
            shown=("achievement", "document", "issued", "revoked"),
        ),
    ),
)
