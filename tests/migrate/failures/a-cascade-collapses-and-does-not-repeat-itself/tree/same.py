"""Both arms ask for the same."""

try:
    from shop.lights import LampFactory, get_lamp_factory
except ImportError:  # for old installations
    from shop.lights import LampFactory, get_lamp_factory


def fact():
    return LampFactory().create(4).watt, get_lamp_factory().voltage
