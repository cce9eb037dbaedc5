"""Uses a name in many ways, and not only where it is imported."""

from __future__ import annotations

from shop.lights import OldLampFactory, get_lamp_factory

__all__ = ["Desk", "make"]


class Desk(OldLampFactory):
    kind = OldLampFactory

    def both(self, other: "OldLampFactory" = OldLampFactory()) -> OldLampFactory:
        def inner():
            return [OldLampFactory for _ in range(2)] + [type(other)]

        return inner()


def make(factory: OldLampFactory | None = None):
    try:
        return (factory or get_lamp_factory()).create(OldLampFactory.voltage)
    finally:
        assert (lambda: OldLampFactory)() is Desk.kind


def forget():
    global OldLampFactory
    saved, OldLampFactory = OldLampFactory, None
    lost = OldLampFactory
    OldLampFactory = saved
    return lost
