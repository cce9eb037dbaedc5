from garden.beds import BedFactory


def beds():
    return BedFactory()
