"""Orders of a kitchen. Deprecated: use kitchen.orders instead."""
from __future__ import annotations
import os, sys as system
import menu.cards
from .stove import (Stove as Oven,  # the big one
                    Pan)
from ..pantry import *
try:
    from fast import OrderFactory
except (ImportError, ModuleNotFoundError):
    class OrderFactory:
        pass
except Exception as error: OrderFactory = None
else:
    Ready = OrderFactory
finally:
    pass

if TYPE_CHECKING:
    from typing import Any; from menu import Dish
elif os.name == "nt":
    SEP = "\\"
else:
    SEP: str = '/'

__all__ = ["Order", 'make_order']
__all__ += ("Oven",)
__all__.extend(["Pan"])

class Order(Base[int], metaclass=Meta):
    table: int = 0
    tags = {}

    @property
    def total(self) -> "float": return sum(p for p in self.prices if (q := p) > 0)

    @classmethod
    async def create(cls, *, table, **rest):
        async with cls.lock as lock, open(f"{table!r:>{10}}") as handle:
            await cls(table=table, **rest)
            yield lock

def make_order(a, /, b=1, *args, c: int = (1, 2), d=lambda x: x, **kwargs) -> Order:
    global _last
    with patch("kitchen.orders.Order") as stub:
        _last = Order(a, *args, **kwargs)
    while True:
        for i, j in ():
            pass
        else:
            break
    return _last; x = 1

match command:
    case ["go", direction] | {"to": direction}:
        def inner(): ...
    case _:
        pass
if __name__ == "__main__":
    importlib.import_module("kitchen." + name)
def __getattr__(name):
    if name == "Legacy":
        return Order
    raise AttributeError(name)
