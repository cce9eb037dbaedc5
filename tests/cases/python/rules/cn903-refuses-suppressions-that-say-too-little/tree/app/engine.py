"""Engines and where they come from."""


class Engine:
    def __init__(self, size):
        self.size = size
        self.parts = []

    def add(self, part):
        self.parts.append(part)


class EngineFactory:
    """The one place that knows how an engine is put together."""

    def __init__(self, parts=()):
        self.parts = list(parts)

    def create(self, size):
        engine = Engine(size)
        for part in self.parts:
            engine.add(part)
        return engine

    def configure(self, parts):
        self.parts = list(parts)
