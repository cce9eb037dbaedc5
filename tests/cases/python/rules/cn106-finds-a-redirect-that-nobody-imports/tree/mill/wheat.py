"""Deprecated functions."""
from mill.flour import SackFactory


class WheatSackFactory:
    def __init__(self):
        self._inner = SackFactory()

    def create(self, kilos):
        return self._inner.create(kilos)
