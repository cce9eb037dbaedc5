"""A second factory, so that there is a family."""
from app.bridge import Bridge
from app.engines import Engine


class EngineFactory:
    def __init__(self):
        self._bridge = Bridge()

    def create(self):
        engine = Engine(self._bridge)
        engine.is_spare = True
        return engine
