from garden.bed_factory import BedFactory


def rest():
    return BedFactory().create_square(1)
