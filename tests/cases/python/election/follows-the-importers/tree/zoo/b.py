from zoo.south import CageFactory


def b():
    return CageFactory().create("bear")
