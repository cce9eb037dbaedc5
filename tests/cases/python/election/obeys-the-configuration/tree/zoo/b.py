from zoo.east import CageFactory


def b():
    return CageFactory().create("bear")
