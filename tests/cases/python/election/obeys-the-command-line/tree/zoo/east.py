from zoo.animals import Cage


class CageFactory:
    def create(self, animal):
        cage = Cage(animal)
        cage.bars = 12
        return cage
