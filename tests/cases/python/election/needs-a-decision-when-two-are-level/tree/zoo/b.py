from zoo.west import CageFactory


def b():
    return CageFactory().create("bear")
