class Stamp:
    def __init__(self, value):
        self.value = value


class StampFactory:
    country = "here"

    def create(self, value):
        return Stamp(value)


class StampFactoryError(Exception):
    pass


class StampFactoryLimitError(StampFactoryError):
    """Too many."""
