"""No import is written that cannot succeed, and what the stub alone has stays where it is, with a word about it."""

import ast

CHANGES = ["counter.py"]
RIGHT = {"counter.py": [("shop.bulbs", "shop.lamps")]}
SAID = "shop/lights.py:4: `configure_lamps` is not in shop.lamps: the fallback is live"
WRONG = {
    "the importer asks the canonical for a name that it lacks": {"settings.py": [("shop.lights", "shop.lamps")]},
    "a new try whose stub is always live": {"counter.py": [
        ("from shop.lamps import LampFactory, get_lamp_factory\n",
         "try:\n    from shop.lamps import LampFactory, get_lamp_factory, configure_lamps\nexcept ImportError:\n"
         "    from shop.bulbs import LampFactory, get_lamp_factory\n")]},
    "the stub is taken away, the failing import stays": {"shop/lights.py": "from shop.lamps import LampFactory, configure_lamps\n"},
    "the working redirect gets a name that is not there": {"shop/bulbs.py": [("import LampFactory, ", "import LampFactory, configure_lamps, ")]},
    "not a word about it": {"said": "3 files changed"},
}


def imports_of(tree, path):
    """(module, name) of every from-import."""
    for node in ast.walk(tree.parse(path)):
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node.module, alias.name) for alias in node.names)


def check(old, new, said):
    for path in new.python_files():
        known = set(imports_of(old, path)) if old.has(path) else set()
        for module, name in sorted(set(imports_of(new, path)) - known):
            if not new.is_true("", f"__import__({module!r}, fromlist=[{name!r}]).{name}"):
                yield f"{path}: {name} cannot be imported from {module}"
    for module in ("shop.lights", "shop.bulbs"):
        for name in ("LampFactory", "get_lamp_factory"):
            if not new.is_true(f"import {module}", f"{module}.{name}"):
                yield f"{module}.{name} is gone or None"
    if "configure_lamps" not in said:
        yield "it does not say that configure_lamps is missing"
