from choir.compat import PartFactory


def sing(voice):
    return PartFactory().create(voice)
