"""Asks the module itself."""

import shop.lights as lights
from shop.lamps import LampFactory


def fact():
    names = [name for name in dir(lights) if not name.startswith("__")]
    return sorted(set(names) & {"HALOGEN", "LampFactory", "_describe", "_registry", "describe_all"}), lights.json.loads("2")


def is_one():
    return lights.LampFactory is LampFactory
