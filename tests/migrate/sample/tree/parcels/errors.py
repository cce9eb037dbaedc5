"""What can go wrong with a parcel."""


class ParcelError(Exception):
    """Any trouble with a parcel."""


class TooHeavy(ParcelError):
    """No carrier takes it."""
