from zoo.animals import Cage


class CageFactory:
    def create(self, animal):
        cage = Cage(animal)
        cage.bars = 12
        return cage

    def create_empty(self):
        return Cage(None)

    def close(self, cage):
        cage.animal = None

    def move(self, cage, other):
        other.animal, cage.animal = cage.animal, None

    def count(self):
        return 0
