from zoo.api import CageFactory


def b():
    return CageFactory().create("bear")
