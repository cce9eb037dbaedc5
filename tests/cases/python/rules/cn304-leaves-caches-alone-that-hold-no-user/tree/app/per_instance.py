"""Methods with a cache of each instance, or of what lives as long as the program anyway."""
import enum
import functools

import methodtools

from app.caching import cached


class ShelfFactory:
    def __init__(self, wood):
        self.wood = wood

    @cached(limit=10)
    def find(self, name):
        return [self.wood, name]

    @methodtools.lru_cache(maxsize=4)
    def create(self, name):
        return [name, self.wood]


class ShelfFactoryKind(enum.Enum):
    OPEN = 1
    CLOSED = 2

    @functools.lru_cache
    def words(self):
        return self.name.lower().split("_")
