"""What may be done with an item: licences and rights statements by their addresses, and the reading rooms by age."""

from __future__ import annotations

from typing import NamedTuple

from linli.vocabulary import Text


class Licence(NamedTuple):
    """A licence or a rights statement, and whether the picture may be taken away."""

    name: Text
    url: str
    open: bool


CC = "https://creativecommons.org"
STATEMENTS = "http://rightsstatements.org/vocab"
LICENCES: dict[str, Licence] = {
    "pd": Licence(Text("公有领域", "Public domain"), f"{CC}/publicdomain/mark/1.0/", True),
    "cc0": Licence(Text("CC0 放弃权利", "CC0 no rights reserved"), f"{CC}/publicdomain/zero/1.0/", True),
    "cc-by": Licence(Text("CC BY 署名", "CC BY attribution"), f"{CC}/licenses/by/4.0/", True),
    "cc-by-sa": Licence(
        Text("CC BY-SA 署名、相同方式共享", "CC BY-SA attribution, share alike"), f"{CC}/licenses/by-sa/4.0/", True
    ),
    "cc-by-nc": Licence(
        Text("CC BY-NC 署名、非商业", "CC BY-NC attribution, not commercial"), f"{CC}/licenses/by-nc/4.0/", True
    ),
    "in-c": Licence(Text("有著作权，只供阅览", "In copyright, to look at here"), f"{STATEMENTS}/InC/1.0/", False),
    "unknown": Licence(Text("著作权情况不明", "Copyright undetermined"), f"{STATEMENTS}/UND/1.0/", False),
}
ROOMS: dict[str, Text] = {
    "3-8": Text("3 到 8 岁", "ages 3 to 8"),
    "8-12": Text("8 到 12 岁", "ages 8 to 12"),
    "12-16": Text("12 到 16 岁", "ages 12 to 16"),
    "elder": Text("长辈", "elders"),
}


def licence_at(url: str) -> str:
    """The licence that an address names, whatever its version; `unknown` for one that is not listed."""
    bare = url.strip().replace("https://", "http://").casefold()
    for name, one in LICENCES.items():
        if bare.startswith(one.url.replace("https://", "http://").casefold().rsplit("/", 2)[0] + "/"):
            return name
    return "unknown"
