"""Statements over many lines."""

from shop.lights import (  # the factory
    # makes them
    LampFactory,

    get_lamp_factory as shared,  # hands it out
)
from shop.shelf import (WIDTH,
                        LampFactory as Shelf)
from shop.lights \
    import LampFactory as Slashed, \
    get_lamp_factory; from shop.lamps import WATTS


def show(
    first=LampFactory(
    ),
    second=(
        shared
    ),
):
    lamp = first.create(
        max(
            WATTS,
        ),  # from shop.lights import LampFactory
    )
    return lamp.watt, second(
    ).voltage, Shelf is Slashed, WIDTH, get_lamp_factory is shared
