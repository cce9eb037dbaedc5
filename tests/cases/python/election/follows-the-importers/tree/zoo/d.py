from zoo.north import CageFactory


def d():
    return CageFactory().create("deer")
