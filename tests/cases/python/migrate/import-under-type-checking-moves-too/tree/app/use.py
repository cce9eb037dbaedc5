from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.compat import EngineFactory


def make(factory: "EngineFactory"):
    return factory.create(1)
