"""Three deep, in a function."""


def fact():
    try:
        from shop.bulbs import LampFactory
    except ImportError:
        try:
            from shop.lights import LampFactory
        except ImportError:
            try:
                from shop.lamps import LampFactory
            except ImportError:
                LampFactory = None
    if LampFactory is None:
        return None
    return LampFactory().create(3).watt
