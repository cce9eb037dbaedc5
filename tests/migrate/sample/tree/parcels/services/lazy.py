"""Imports when it is called."""


def quote(code):
    from parcels.compat.chain import CarrierFactory, carrier_factory

    assert isinstance(carrier_factory(), CarrierFactory)
    return carrier_factory().create(code).limit


def label(parcel):
    from parcels.compat import lazy

    return lazy.create_label(parcel, lines=1).render()


class Desk:
    from parcels.compat.guarded import CarrierFactory as factory_type

    def open(self, code):
        return self.factory_type("desk").create(code)
