class Cage:
    def __init__(self, animal):
        self.animal = animal
