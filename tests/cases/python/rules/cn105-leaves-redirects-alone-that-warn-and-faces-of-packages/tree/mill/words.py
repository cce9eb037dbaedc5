"""Backward compatible names; use mill.flour instead."""
from mill.flour import SackFactory
