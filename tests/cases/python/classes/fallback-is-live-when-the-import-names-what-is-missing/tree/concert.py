from choir.compat import PartFactory


def parts():
    return PartFactory()
