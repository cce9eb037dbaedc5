from choir.parts import PartFactory


def parts():
    return PartFactory()
