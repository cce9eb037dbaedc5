"""Prints a label again."""

from parcels.labels.make import create_label, print_label


def reprint(parcel, lines):
    return create_label(parcel, lines=lines).render() if lines else print_label(parcel)
