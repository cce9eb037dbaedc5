"""Deprecated: has moved to app.engine."""

import atexit
import collections
import os
import pkgutil
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.engine import EngineFactory as EngineFactory

__all__ = ["EngineFactory"]

_MOVED = {
    "EngineFactory": "app.engine:EngineFactory",
}
_USES = collections.Counter()  # by (name, file, line) of the caller


def __getattr__(name: str) -> object:
    if name not in _MOVED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    caller = sys._getframe(1)
    use = name, caller.f_code.co_filename, caller.f_lineno
    if "importlib._bootstrap" not in use[1]:  # which asks ahead of `from package import name`
        if not _USES[use]:
            warnings.warn(
                f"{__name__}.{name} is deprecated; use {_MOVED[name]}",
                DeprecationWarning,
                stacklevel=2,
            )
        _USES[use] += 1
    return pkgutil.resolve_name(_MOVED[name])


def _report_uses() -> None:
    import json
    import time

    with open(os.environ["CANONRY_USES"], "a", encoding="utf-8") as log:
        while _USES:
            (name, file, line), uses = _USES.popitem()
            use = {"module": __name__, "name": name, "file": file, "line": line, "uses": uses}
            use["at"] = int(time.time())
            log.write(json.dumps(use) + "\n")


if os.environ.get("CANONRY_USES"):
    atexit.register(_report_uses)
