import warnings


def get_solo_part_factory():
    """Gone: nothing is made here any more."""
    warnings.warn("use choir.parts", DeprecationWarning, stacklevel=2)
    raise RuntimeError("use choir.parts")
