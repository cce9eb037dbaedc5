from zoo.core import CageFactory as CoreCageFactory


class CageFactory:
    def __init__(self):
        self._core = CoreCageFactory()

    def create(self, animal):
        return self._core.create(animal)

    def close(self, cage):
        return self._core.close(cage)
