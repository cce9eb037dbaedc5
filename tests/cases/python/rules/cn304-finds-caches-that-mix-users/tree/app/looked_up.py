"""Looked up, asked, made and kept: by the kind alone."""

_made = {}


class Lamp:
    def __init__(self, user):
        self.user = user


def create_lamp(user, kind):
    lamp = _made.get(kind)
    if lamp is None:
        lamp = Lamp(user)
        _made[kind] = lamp
    return lamp


class LampFactory:
    def create(self, user):
        return Lamp(user)
