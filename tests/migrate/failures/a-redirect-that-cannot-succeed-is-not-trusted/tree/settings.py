"""Needs the name that only the stub has."""

from shop.lights import LampFactory, configure_lamps


def fact():
    return configure_lamps(voltage=110), LampFactory.__name__
