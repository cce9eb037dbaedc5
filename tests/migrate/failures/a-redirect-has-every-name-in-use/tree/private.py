"""Takes private names."""

from shop.lights import LampFactory, _describe, _registry


def fact():
    return _describe(LampFactory().create(_registry["desk"]))
