"""A second factory, so that there is a family."""
from app.engines import Engine


class EngineFactory:
    def create(self, user):
        engine = Engine(user)
        engine.is_spare = True
        return engine
