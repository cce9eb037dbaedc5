import sys
from typing import NamedTuple, overload

import attr
from pydantic import BaseModel

from ferry.tools import injected, registered


class Boat:
    def __init__(self, name, **options):
        self.name = name


@registered
class BoatFactory:
    def __init__(self, harbour):
        self.harbour = harbour

    def create(self, name):
        return Boat(name)


class Raft(NamedTuple):
    logs: int


@injected
def make_raft(logs, rope):
    return Raft(logs)


class Counted(type):
    def __call__(cls, *args, **kwargs):
        return super().__call__(*args)


class Canoe(metaclass=Counted):
    def __init__(self, name):
        self.name = name


class CanoeFactory(metaclass=Counted):
    def __init__(self, harbour):
        self.harbour = harbour

    def create(self, name):
        return Canoe(name)


class Kayak(BaseModel):
    name: str


@attr.s(auto_attribs=True)
class KayakFactory:
    harbour: str

    def create(self, name):
        return Kayak(name=name)


class Punt:
    if sys.version_info > (3, 11):
        def __init__(self, name):
            self.name = name
    else:
        def __init__(self, name, pole):
            self.name = name


@overload
def make_punt(name: str) -> Punt: ...
@overload
def make_punt(name: str, pole: int) -> Punt: ...
def make_punt(*args):
    return Punt(*args)


class Cargo:
    def __init__(self, *args, **kwargs):
        self.cargo = args


class Barge(Cargo):
    def __init__(self, name, *args, **kwargs):
        super().__init__(name, *args, mass=1, **kwargs)


def make_barge(name):
    return Barge(name, 1, 2, owner="x")
