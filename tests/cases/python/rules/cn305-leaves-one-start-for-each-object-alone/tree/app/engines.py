"""Bridges that are started once each, again after they were closed, or in one arm of two."""
from app.bridge import Bridge


class Engine:
    def __init__(self, bridge):
        self.bridge = bridge


class EngineFactory:
    def __init__(self, bridge):
        self.bridge = bridge

    def start(self):
        self.bridge.initialize()
        self.bridge.close()
        self.bridge.initialize()

    def start_another(self):
        bridge = Bridge()
        bridge.initialize()
        self.bridge = bridge
        bridge = Bridge()
        bridge.initialize()
        return bridge

    def start_one(self, is_loud):
        if is_loud:
            self.bridge.initialize()
        else:
            self.bridge.initialize()

    def create(self):
        return Engine(self.bridge)
