from zoo.animals import Cage


def make_cage(animal):
    if animal is None:
        raise ValueError("an empty cage")
    return Cage([animal])
