__all__ = ["SoupFactory", "_Ladle"]


class SoupFactory:
    pass


class Spoon:
    pass


class _Ladle:
    pass
