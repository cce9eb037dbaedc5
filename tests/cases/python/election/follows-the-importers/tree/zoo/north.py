class Cage:
    def __init__(self, animal):
        self.animal = animal


class CageFactory:
    def create(self, animal):
        cage = Cage(animal)
        cage.side = "north"
        return cage
