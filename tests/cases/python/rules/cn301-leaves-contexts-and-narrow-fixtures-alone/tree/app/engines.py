"""Engines and their factory."""


class Engine:
    def __init__(self, user):
        self.user = user


class EngineFactory:
    def create(self, user):
        return Engine(user)
