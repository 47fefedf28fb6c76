"""The one module that imports late: heavy packages wait here until somebody needs them.

Each function returns a module. `linli check` must start in under half a second, so numpy's and pyarrow's cost is paid
only by the paths that use them.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
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
        hint = f"linli[{extra}]" if extra else lacking
        raise LinliError(
            Text(f"缺少组件 {missing.name}。", f"The component {missing.name} is missing."),
            mend=Text(f"请安装：pip install {hint}", f"Install it: pip install {hint}"),
        ) from missing
    return module
