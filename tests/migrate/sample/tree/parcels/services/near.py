"""Imports relatively."""

from ..compat.carriers import CarrierFactory
from ..legacy import labels
from ..legacy.carriers import CarrierFactory as LegacyFactory; from ..errors import ParcelError


def both():
	return CarrierFactory, LegacyFactory


def try_label(parcel):
	try:
		return labels.create_label(parcel).text
	except ParcelError:
		return None
