from dataclasses import dataclass
from typing import ClassVar


@dataclass
class Machine:
    name: str
    maker: str = ""


@dataclass
class Crane(Machine):
    colour_of_all: ClassVar[str] = "red"
    reach: int = 10
