from zoo.pens import CageFactory


def b():
    return CageFactory().create("bear")
