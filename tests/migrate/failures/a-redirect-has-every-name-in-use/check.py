"""A copy that becomes a redirect still gives every name that others take: private ones, by star, by attribute, by dir()."""

CHANGES = ["shop/lights.py"]
NAMES = ["HALOGEN", "Lamp", "LampFactory", "_describe", "_registry", "describe_all", "json"]
CLASS = '''class LampFactory:
    """Makes lamps."""

    voltage = 230

    def create(self, watt):
        return Lamp(watt)


'''
RIGHT = {"shop/lights.py": [("import Lamp\n", "import Lamp, LampFactory as LampFactory\n"), (CLASS, "")]}
WRONG = {
    "only the factory is handed on": {"shop/lights.py": "from shop.lamps import LampFactory\n\n__all__ = ['LampFactory']\n"},
    "star importers lose names to an __all__": {"shop/lights.py": [("HALOGEN = ", "__all__ = [\"LampFactory\"]\nHALOGEN = ")]},
    "a private name is gone": {"shop/lights.py": [("_registry = {\"desk\": 5}\n", ""), ("_registry.values()", "[5]")]},
    "the copy is still another class": {"shop/lights.py": [("HALOGEN = ", "class LampFactory(LampFactory):\n    pass\n\n\nHALOGEN = ")]},
    "an import that others use by it is gone": {"shop/lights.py": [("import json\n", ""), ("json.dumps", "repr")]},
}


def check(old, new, said):
    for name in NAMES:
        if not new.is_true("import shop.lights", f"hasattr(shop.lights, {name!r})"):
            yield f"shop.lights.{name} cannot be had any more"
    if not new.is_true("import dotted", "dotted.is_one()"):
        yield "shop.lights.LampFactory is not the canonical"
