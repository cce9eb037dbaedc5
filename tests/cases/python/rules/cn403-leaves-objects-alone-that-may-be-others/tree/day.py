"""Objects that may be something else, methods that may be replaced, and errors that are wanted."""
from unittest import mock

import pytest

from mill.wheels import AnyMill, Grain, Mill, WindMill


def made_elsewhere(found):
    mill = Mill("brook")
    if found:
        mill = found
    mill.load(1, size=2)


def given(mill, mills):
    mill.load(1, size=2)
    for mill in mills:
        mill.load(1, size=2)
    with Mill("brook") as other:
        other.load(1, size=2)


def derived(mill: Mill):
    """An heir takes it."""
    mill.load(1, wind=3)


def made_by_all(mill: AnyMill):
    mill.turn(1, fast=True)


def asked(grain: Grain):
    if isinstance(grain, str):
        grain.grind(1, 2, 3)


def replaced():
    mill = Mill("brook")
    mill.load = print
    mill.load(1, size=2)


def replaced_by_name(monkeypatch):
    mill = Mill("brook")
    monkeypatch.setattr(mill, "load", print)
    mill.load(1, size=2)


def in_another():
    def inner():
        mill = Mill("brook")
        return mill

    mill.load(1, size=2)
    return inner


mill = mock.Mock()


def chained():
    grain = Grain("rye").grind(True)
    grain.grind(1, 2, 3)
    grain, rest = Grain("rye"), 3
    return grain.grind(1, 2, 3)


def of_text():
    """mill = Mill("brook")"""
    mill.load(1, size=2)


def wanted():
    mill = Mill("brook")
    with pytest.raises(TypeError):
        mill.load(1, size=2)


def unpacked(more):
    grain = Grain("rye")
    grain.grind(**more)
    return grain.dust(1, 2)


class Stock(WindMill):
    def __init__(self):
        super(WindMill, self).__init__()

    def count(self):
        self.load(1, 2, 3)
        self.grain = Grain("rye")
        self.grain.grind(1, 2)

    def change(self, grain):
        self.grain = grain


def taken_apart(found):
    match found:
        case Grain(kind="rye") | Mill():
            return 1
        case (Mill(river=river), WindMill()) if river:
            return river
    case = Mill("brook")
    return case


def made_otherwise():
    with mock.patch.object(Mill, "__init__", lambda self: None):
        return Mill()
