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


class KindFactoryMeta(type):
    kinds = {}

    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        cls.kinds[name] = cls


class CrateFactory:
    """There is one, so that nobody has another one's spans."""

    _one = None
    spans = {}

    def __new__(cls):
        with cls._guard:
            if cls._one is None:
                cls._one = super().__new__(cls)
        return cls._one

    _guard = threading.Lock()

    def create(self, number):
        self.spans[number] = object()
        return self.spans[number]


class BoxFactory:
    steps = []

    @classmethod
    def add_step(cls, step):
        cls.steps.append(step)

    def create(self):
        return list(self.steps)
