import functools
import sys
from typing import overload


class Stamp:
    def __init__(self, value):
        self.value = value


class StampFactory:
    @property
    def limit(self):
        return self._limit

    @limit.setter
    def limit(self, value):
        self._limit = value

    @overload
    def create(self, value: int) -> Stamp: ...

    @overload
    def create(self, value: str) -> Stamp: ...

    def create(self, value):
        return Stamp(int(value))


@functools.singledispatch
def create_stamp(value):
    return StampFactory().create(value)


@create_stamp.register
def _(value: list):
    return StampFactory().create(value[0])


@create_stamp.register
def _(value: dict):
    return StampFactory().create(value["v"])


if sys.version_info >= (3, 9):

    def get_stamp_factory():
        return StampFactory()

else:

    def get_stamp_factory():
        return StampFactory()
