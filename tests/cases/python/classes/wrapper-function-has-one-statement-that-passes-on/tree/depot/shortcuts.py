"""Deprecated names."""
import warnings

from depot.parcels import create_parcel


def make_parcel(receiver):
    """Deprecated: use create_parcel."""
    warnings.warn("use create_parcel", DeprecationWarning, stacklevel=2)
    return create_parcel(receiver)
