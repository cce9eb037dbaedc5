class Cage:
    def __init__(self, animal):
        self.animal = animal


def _make_cage(animal):
    cage = Cage(animal)
    cage.bars = 12
    return cage
