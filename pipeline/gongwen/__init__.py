"""gongwen (公文): from a reform notice to its task list.

    >>> import gongwen
    >>> notice = gongwen.convert("notice.pdf")
    >>> notice.tasks[0].units

`convert` takes a path, bytes or an open file and gives a `Notice`, or raises `GongwenError`; `convert_all` does so for
many and gives an error in the place of a notice that failed. Importing the package is cheap: names load when first used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .convert import convert, convert_all
    from .errors import GongwenError
    from .limits import Limits
    from .records import Notice

__version__ = "0.1.0"
__all__ = ["GongwenError", "Limits", "Notice", "__version__", "convert", "convert_all"]

_HOMES = {"convert": "convert", "convert_all": "convert", "GongwenError": "errors", "Limits": "limits", "Notice": "records"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """Keeps `gongwen.convert` the function: the import system would put the module of that name in its place."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name == "convert" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
