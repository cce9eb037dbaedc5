"""Passes what only the copy takes."""

from shop.lights import LampFactory as Maker


def light():
    return Maker().create(dimmed=True).dimmed
