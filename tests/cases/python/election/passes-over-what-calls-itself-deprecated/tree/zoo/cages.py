import warnings

from zoo.animals import Cage


class CageFactory:
    """Deprecated: use zoo.pens.CageFactory instead."""

    def __init__(self):
        warnings.warn("use zoo.pens", DeprecationWarning, stacklevel=2)

    def create(self, animal):
        cage = Cage(animal)
        cage.bars = 12
        return cage
