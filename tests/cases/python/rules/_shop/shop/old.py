"""Deprecated: use shop.baskets."""

from shop.baskets import BasketFactory

__all__ = ["BasketFactory"]
