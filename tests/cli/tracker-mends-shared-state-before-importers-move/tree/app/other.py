from app.engine import Engine

_engine = None


class EngineFactory:
    def create(self, size):
        return Engine(size + 9)


def get_engine_factory():
    global _engine
    if _engine is None:
        _engine = EngineFactory()
    return _engine
