"""Books a parcel: takes from everywhere."""

from typing import TYPE_CHECKING

from parcels.compat.carriers import CarrierFactory, get_carrier_factory  # the desk's paths
from parcels.legacy.labels import (
    create_label,  # one for each parcel
)
import parcels.compat.tracking as tracking

if TYPE_CHECKING:
    from parcels.compat.carriers import CarrierFactory as Maker


def book(parcel, code, weight):
    """Everything that a booking needs."""
    carrier = CarrierFactory("south").create(code)
    label = create_label(parcel)
    tracker = tracking.TrackerFactory().create(parcel)
    tracker.see("desk")
    return carrier.accept(weight), label.render().splitlines()[0], tracker


def maker() -> "Maker":
    return get_carrier_factory()
