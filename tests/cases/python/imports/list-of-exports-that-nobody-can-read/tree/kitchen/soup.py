import kitchen.pots as pots

__all__ = pots.__all__ + ["SoupFactory"]


class SoupFactory:
    pass
