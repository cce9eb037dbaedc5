"""Attributes that are fields, so that each instance gets its own; and what is shared on purpose, and guarded."""
import threading

from pydantic import BaseModel


class Record(BaseModel):
    name: str = ""


class BasketFactory(Record):
    made: list = []

    def create(self, user_id):
        self.made.append(user_id)
        return [user_id]


class ShelfFactory:
    _guard = threading.Lock()
    _by_user = {}
    _widths = {}

    def create(self, user_id):
        with self._guard:
            self._by_user[user_id] = object()
            return self._by_user[user_id]

    def drop(self, user_id):
        with self._guard:
            self._by_user.pop(user_id, None)

    @classmethod
    def width_of(cls, name):
        if name not in cls._widths:
            cls._widths[name] = len(name)
        return cls._widths[name]
