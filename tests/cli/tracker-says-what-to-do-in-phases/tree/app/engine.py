class Engine:
    def __init__(self, size):
        self.size = size


class EngineFactory:
    """Makes engines."""

    def create(self, size=4):
        return Engine(size)
