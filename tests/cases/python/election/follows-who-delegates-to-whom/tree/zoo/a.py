from zoo.api import CageFactory


def a():
    return CageFactory().create("ape")
