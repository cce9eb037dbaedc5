from app.model import Engine


class EngineFactory:
    """Makes engines."""

    def __init__(self):
        self._made = 0

    def create(self, user):
        self._made += 1
        engine = Engine(user)
        engine.number = self._made
        return engine

    def create_many(self, users):
        return [self.create(user) for user in users]
