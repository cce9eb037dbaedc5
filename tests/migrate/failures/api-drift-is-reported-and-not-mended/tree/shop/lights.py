"""A copy that went its own way: it knows more."""

from shop.lamps import Lamp


class LampFactory:
    """Makes lamps."""

    voltage = 230

    def __init__(self):
        self.defaults = {}

    def configure(self, **settings):
        self.defaults.update(settings)
        return self

    def set_defaults(self, watt):
        return self.configure(watt=watt)

    def create(self, watt=None, dimmed=False):
        lamp = Lamp(watt or self.defaults.get("watt", 1))
        lamp.dimmed = dimmed
        return lamp
