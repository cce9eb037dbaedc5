"""Needs nothing special, and takes the honest path."""

from shop.bulbs import LampFactory


def light():
    return LampFactory().create(7).watt
