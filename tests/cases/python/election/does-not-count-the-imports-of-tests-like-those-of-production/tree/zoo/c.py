from zoo.south import CageFactory


def c():
    return CageFactory().create("crow")
