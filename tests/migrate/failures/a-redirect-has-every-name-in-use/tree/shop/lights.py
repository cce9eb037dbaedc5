"""A copy, with more beside it that others use."""

import json

from shop.lamps import Lamp

HALOGEN = "halogen"
_registry = {"desk": 5}


class LampFactory:
    """Makes lamps."""

    voltage = 230

    def create(self, watt):
        return Lamp(watt)


def _describe(lamp):
    return json.dumps({"watt": lamp.watt, "kind": HALOGEN})


def describe_all():
    return [_describe(Lamp(watt)) for watt in _registry.values()]
