from zoo.animals import Cage


class CageFactory:
    def create(self, animal):
        if animal is None:
            raise ValueError("an empty cage")
        return Cage([animal])
