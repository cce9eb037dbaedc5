"""Keeps its own, beside what it hands on; the function below rebinds it."""

from shop.lamps import Lamp, LampFactory

_factory_instance = None


def get_lamp_factory():
    global _factory_instance
    if _factory_instance is None:
        _factory_instance = LampFactory()
    return _factory_instance


def configure_lamp_factory(factory):
    global _factory_instance
    _factory_instance = factory


def reset():
    configure_lamp_factory(None)
    return _factory_instance, Lamp
