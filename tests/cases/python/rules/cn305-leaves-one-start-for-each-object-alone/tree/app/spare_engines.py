"""A second factory: it is given a bridge, too."""
from app.engines import Engine


class EngineFactory:
    def __init__(self, bridge):
        self._bridge = bridge

    def create(self):
        engine = Engine(self._bridge)
        engine.is_spare = True
        return engine
