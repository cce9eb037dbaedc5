from zoo.small import CageFactory


def b():
    return CageFactory().create("bear")
