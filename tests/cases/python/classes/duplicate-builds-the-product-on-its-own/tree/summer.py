from garden.bed_factory import BedFactory


def beds():
    return BedFactory()
