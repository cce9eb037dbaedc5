"""Two factories of engines, each with a bridge of its own."""
from app.bridge import Bridge


class Engine:
    def __init__(self, bridge):
        self.bridge = bridge


class EngineFactory:
    def __init__(self):
        self.bridge = Bridge()

    def start(self):
        self.bridge.initialize()
        engine = self.create()
        self.bridge.initialize()
        return engine

    def create(self):
        return Engine(self.bridge)
