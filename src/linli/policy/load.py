"""From a file, a shipped pack's name or a text to a Policy."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from linli.policy.build import Built, Resolve, build
from linli.policy.conditions import did_you_mean
from linli.policy.model import Policy, PolicyError
from linli.policy.nodes import SIZE_LIMIT
from linli.policy.packs import pack_names, pack_text
from linli.vocabulary import LinliError, Text


def load(source: Path | str = "base") -> Policy:
    """The policy in the file `source`, or the shipped pack of that name (the same object every time).

    A file may extend shipped packs and its neighbours in the same folder (`NAME.yaml`). PolicyError with all findings
    where the document is wrong, LinliError where it cannot be read.
    """
    if isinstance(source, str) and source in pack_names():
        return _pack(source)
    path = Path(source)
    return _policy(build(read_file(path), beside(path), pack_names()), str(source))


def load_text(text: str, name: str = "policy") -> Policy:
    """The policy written in `text`, which may extend shipped packs; `name` is said in errors."""
    return _policy(build(text, pack_text, pack_names()), name)


def beside(path: Path) -> Resolve:
    """Finds packs among those shipped, then next to the file `path`."""

    def resolve(name: str) -> str | None:
        neighbour = path.parent / f"{name}.yaml"
        shipped = pack_text(name)
        if shipped is None and neighbour.is_file():
            return read_file(neighbour)
        return shipped

    return resolve


def read_file(path: Path) -> str:
    """The text of a policy file in UTF-8; LinliError where there is none, or it is too big or in another encoding."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(4 * SIZE_LIMIT + 1)
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise LinliError(
            Text("规则文件不是 UTF-8 编码。", "The policy file is not in UTF-8."),
            field="policy",
            value=path,
            mend=Text("请另存为 UTF-8。", "Save it as UTF-8."),
        ) from wrong
    except (OSError, ValueError) as missing:  # ValueError: a name that no file can have, such as one with a NUL
        raise LinliError(
            Text(
                "打不开这个规则文件，也没有这个名称的规则包。",
                "There is no such policy file, and no pack of that name.",
            ),
            field="policy",
            value=path,
            mend=did_you_mean(str(path), pack_names()),
        ) from missing


@cache
def _pack(name: str) -> Policy:
    return _policy(build(pack_text(name) or "", pack_text, pack_names(), thorough=False), name)


def _policy(built: Built, name: str) -> Policy:
    if built.policy is None:
        raise PolicyError(name, built.errors)
    return built.policy
