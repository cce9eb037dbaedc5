try:
    from choir.parts import PartFactory
except ImportError:
    PartFactory = None


def sing(voice):
    if PartFactory is None:
        return None
    return PartFactory().create(voice)
