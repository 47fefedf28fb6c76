"""The one module that imports late: heavy packages wait here until somebody needs them.

Each function returns a module. `linli check` must start in under half a second, so numpy's and pyarrow's cost is paid
only by the paths that use them.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from linli.vocabulary import LinliError, Text


@cache
def load(name: str, extra: str = "") -> Any:
    """The module `name`; an error that names the extra to install where it is missing."""
    try:
        module: ModuleType = import_module(name)
    except ModuleNotFoundError as missing:
        lacking = (missing.name or name).partition(".")[0]  # `name` may be there, and what it imports not
        raise _missing(missing.name or name, f"linli[{extra}]" if extra else lacking) from missing
    return module


def expect(name: str) -> None:
    """The error of `load` where the top-level module `name` is missing, without loading it."""
    if find_spec(name) is None:
        raise _missing(name, name)


def _missing(name: str, hint: str) -> LinliError:
    return LinliError(
        Text(f"缺少组件 {name}。", f"The component {name} is missing."),
        mend=Text(f"请安装：pip install {hint}", f"Install it: pip install {hint}"),
    )
