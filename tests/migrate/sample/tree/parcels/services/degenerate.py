"""Both arms ask for the same."""

try:
    from parcels.compat.carriers import CarrierFactory
except ImportError:
    from parcels.compat.carriers import CarrierFactory


def carry(weight):
    return CarrierFactory().create("van").accept(weight)
