import functools
from dataclasses import KW_ONLY, InitVar, dataclass, field
from typing import ClassVar


@dataclass(kw_only=True)
class Hull:
    length: int
    width: int = 2


@dataclass
class Boat(Hull):
    fleet: ClassVar[str] = "north"
    name: str
    key: InitVar[int]
    made: str = field(init=False, default="now")
    _: KW_ONLY
    flag: str
    crew: list = field(default_factory=list)

    @classmethod
    def small(cls, name):
        return cls(name, 1, size=3, length=2, flag="x")


class BoatFactory:
    def __new__(cls, harbour):
        made = super().__new__(cls)
        made.harbour = harbour
        return made

    def create(self, name):
        return Boat(name, 1, length=4, flag="x")

    @staticmethod
    def at_once(name, *, flag):
        return Boat(name, 1, length=4, flag=flag)


class BigBoatFactory(BoatFactory):
    def create(self, name):
        print("big", name)
        return Boat(name, 2, length=40, flag="y")


class CheckedBoatFactory(BigBoatFactory):
    @functools.lru_cache(maxsize=2)
    def create(self, name):
        return Boat(name, 3, length=8, flag="z")
