"""Looked up with the user in the key, or made without one."""

_by_user = {}
_by_kind = {}


class Lamp:
    def __init__(self, user):
        self.user = user


class Bulb:
    def __init__(self, kind):
        self.kind = kind


def create_lamp(user, kind):
    lamp = _by_user.get((user, kind))
    if lamp is None:
        lamp = Lamp(user)
        _by_user[(user, kind)] = lamp
    return lamp


def create_bulb(user, kind):
    bulb = _by_kind.get(kind)
    if bulb is None:
        bulb = Bulb(kind)
        _by_kind[kind] = bulb
    return bulb


class LampFactory:
    def create(self, user):
        return Lamp(user)
