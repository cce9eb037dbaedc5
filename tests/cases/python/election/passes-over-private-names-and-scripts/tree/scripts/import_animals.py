from zoo.animals import Cage


def make_cage(row):
    name, kind = row.split(",")
    cage = Cage(name)
    cage.kind = kind
    return cage


if __name__ == "__main__":
    make_cage("ape,old")
