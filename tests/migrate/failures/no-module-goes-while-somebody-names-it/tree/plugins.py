"""Loads what settings name."""

import importlib
import importlib.util

SETTINGS = {"factory": "shop.lights.LampFactory", "spare": "shop.lamps_old"}


def load():
    module, name = SETTINGS["factory"].rsplit(".", 1)
    return getattr(importlib.import_module(module), name)


def spare():
    return importlib.import_module(SETTINGS["spare"])


def names():
    return importlib.util.find_spec("shop.bulbs") is not None
