import importlib

_lazy = {"SoupFactory": ".soup", "Pot": ".pots"}
__all__ = ["Pot", "SoupFactory"]


def __getattr__(name):
    if name in _lazy:
        return getattr(importlib.import_module(_lazy[name], __name__), name)
    raise AttributeError(name)


def __dir__():
    return sorted(_lazy)
