"""Deprecated: use mint.coins."""
from mint.coins import CoinFactory

__all__ = ["CoinFactory"]
