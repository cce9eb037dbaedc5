from zoo.cages import make_cage


def a():
    return make_cage("ape")
