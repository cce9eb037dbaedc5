from zoo.east import CageFactory


def a():
    return CageFactory().create("ape")
