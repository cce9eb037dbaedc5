from zoo.cages import CageFactory


def a():
    return CageFactory().create("ape")
