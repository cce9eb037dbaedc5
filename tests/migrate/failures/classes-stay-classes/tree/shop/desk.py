"""Hands on, with a word."""

import warnings

from shop.lamps import LampFactory


class DeskLampFactory:
    """Only hands on."""

    def __init__(self):
        warnings.warn("use LampFactory", DeprecationWarning, stacklevel=2)
        self._inner = LampFactory()

    def create(self, watt):
        return self._inner.create(watt)
