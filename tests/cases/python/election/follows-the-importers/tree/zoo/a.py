from zoo.south import CageFactory


def a():
    return CageFactory().create("ape")
