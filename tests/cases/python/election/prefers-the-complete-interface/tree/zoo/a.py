from zoo.cage_factory import CageFactory


def a():
    return CageFactory().create("ape")
