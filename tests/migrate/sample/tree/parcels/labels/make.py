"""The place where labels are made."""

from parcels.errors import ParcelError
from parcels.labels.label import Label


def create_label(parcel, lines=3):
    """The label of a parcel."""
    if not parcel:
        raise ParcelError("a label needs a parcel")
    return Label(f"parcel {parcel}", lines=lines)


def print_label(parcel):
    """Renders what create_label makes."""
    return create_label(parcel).render()
