"""Deprecated: use kitchen.soup."""
from kitchen.soup import SoupFactory
