"""Old path that resolves when it is asked."""

import importlib

_MOVED = {"CarrierFactory": "parcels.carriers.factory", "create_label": "parcels.labels.make"}


def __getattr__(name):
    if name in _MOVED:
        return getattr(importlib.import_module(_MOVED[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted(list(globals()) + list(_MOVED))
