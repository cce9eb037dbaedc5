from post.prices import PriceTable as StampFactory

__all__ = ["StampFactory"]
