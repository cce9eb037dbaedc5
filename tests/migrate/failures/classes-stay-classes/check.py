"""What was a class is a class afterwards: it can be derived from and asked about by every path."""

CHANGES = ["shop/lights.py", "shop/names.py"]
CLASSES = ["shop.lamps:LampFactory", "shop.lights:LampFactory", "shop.desk:DeskLampFactory", "shop.names:NightLampFactory", "users:Green"]
RIGHT = {
    "shop/lights.py": "\"\"\"A copy, which others derive from and ask about.\"\"\"\n\nfrom shop.lamps import Lamp, LampFactory  # noqa: F401\n\n__all__ = [\"Lamp\", \"LampFactory\"]\n",
    "shop/names.py": "\"\"\"Another name by an empty subclass.\"\"\"\n\nfrom shop.lamps import LampFactory\n\nNightLampFactory = LampFactory\n",
}
WRONG = {
    "the copy becomes a function": {"shop/lights.py": [("import Lamp, LampFactory", "import Lamp, LampFactory as _Factory"), ("\n__all__", "\n\ndef LampFactory():\n    return _Factory()\n\n\n__all__")]},
    "the wrapper becomes a function": {"shop/desk.py": "from shop.lamps import LampFactory\n\n\ndef DeskLampFactory():\n    return LampFactory()\n"},
    "the empty subclass becomes an object": {"shop/names.py": [("= LampFactory\n", "= LampFactory()\n")]},
    "the copy is another class still": {"shop/lights.py": [("\n__all__", "\n\nclass LampFactory(LampFactory):\n    pass\n\n\n__all__")]},
}


def check(old, new, said):
    for path in CLASSES:
        module, name = path.split(":")
        if not new.is_true(f"import {module}", f"isinstance({module}.{name}, type)"):
            yield f"{path} is no class any more"
    imports = "import shop.lamps, shop.lights, shop.names, users"
    for name in ("shop.lights.LampFactory", "shop.names.NightLampFactory"):
        if not new.is_true(imports, f"{name} is shop.lamps.LampFactory"):
            yield f"{name} is not the canonical"
    if not new.is_true(imports, "isinstance(users.Green(), shop.lamps.LampFactory)"):
        yield "a subclass of the copy is no subclass of the canonical"
