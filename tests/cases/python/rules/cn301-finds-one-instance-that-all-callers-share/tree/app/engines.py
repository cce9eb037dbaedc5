"""Engines, one factory for all of them."""


class Engine:
    def __init__(self, user_id):
        self.user_id = user_id


class EngineFactory:
    """Keeps what it has made, by user."""

    def __init__(self):
        self._made = {}

    def create(self, user_id):
        engine = Engine(user_id)
        self._made[user_id] = engine
        return engine


_factory = None


def get_engine_factory():
    global _factory
    if _factory is None:
        _factory = EngineFactory()
    return _factory


def reset_engine_factory():
    global _factory
    _factory = None
