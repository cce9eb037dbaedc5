class Engine:
    def __init__(self, size):
        self.size = size


class EngineFactory:
    def create(self, size):
        return Engine(size)


_factory = None


def get_engine_factory():
    global _factory
    if _factory is None:
        _factory = EngineFactory()
    return _factory
