"""Calls what only the copy has."""

from shop.lights import LampFactory


def light():
    factory = LampFactory().configure(watt=60)
    factory.set_defaults(40)
    return factory.create().watt, factory.create(5, dimmed=True).dimmed
