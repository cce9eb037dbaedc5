"""Imports under other names, in every form."""

from shop.lights import LampFactory as Maker, get_lamp_factory as shared
from shop.lights import (
    LampFactory as WindowFactory,
    get_lamp_factory,
)
import shop.lights as lights


def facts():
    from shop.lights import LampFactory as Inner

    yield Maker().create(3).watt
    yield shared() is get_lamp_factory()
    yield Inner is WindowFactory, lights.LampFactory is Maker
