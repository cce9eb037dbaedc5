"""Engines and their factory."""


class Engine:
    def __init__(self, name):
        self.name = name


class EngineFactory:
    def create(self, name):
        return Engine(name)
