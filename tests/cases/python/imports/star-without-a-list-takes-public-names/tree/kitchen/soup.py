import os


class SoupFactory:
    pass


class _Ladle:
    pass


_pot = None
