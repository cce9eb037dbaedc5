"""Cached, and nobody gets what is another's."""
import functools


class Settings:
    def __init__(self, name):
        self.name = name


class Engine:
    def __init__(self, user_id):
        self.user_id = user_id

    def rename(self, user_id):
        self.user_id = user_id


@functools.lru_cache
def create_settings() -> Settings:
    return Settings("app")


@functools.cache
def create_engine(user_id) -> Engine:
    """The user is the key."""
    return Engine(user_id)


_engines = {}


class EngineFactory:
    @functools.cached_property
    def settings(self):
        return Settings("x")

    @staticmethod
    @functools.lru_cache
    def kind_of(name):
        return name.upper()

    def create(self, kind, user_id):
        key = f"{kind}:{user_id}"
        if key not in _engines:
            _engines[key] = Engine(user_id)
        return _engines[key]
