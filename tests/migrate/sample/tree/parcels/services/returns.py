"""Parcels that come back."""

from parcels.labels.make import create_label


def back(parcel):
    return create_label(f"back {parcel}").text
