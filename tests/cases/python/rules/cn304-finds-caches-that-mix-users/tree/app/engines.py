"""What was made for one user is handed to the next."""
import functools
from functools import lru_cache


class Engine:
    def __init__(self, owner=None):
        self.owner = owner
        self.seen = []

    def run(self, user_id):
        self.seen.append(user_id)


@lru_cache(maxsize=None)
def create_engine() -> Engine:
    return Engine()


_engines = {}


class EngineFactory:
    def __init__(self, user):
        self.user = user

    @functools.lru_cache
    def kind_of(self, name):
        return name.upper()

    def create(self, kind, user):
        if kind not in _engines:
            _engines[kind] = Engine(user)
        return _engines[kind]
