"""A module-level name stays bound for as long as a function of the module says `global` of it."""

import ast

CHANGES = ["users.py"]
RIGHT = {"users.py": [("from shop.bulbs import", "from shop.lamps import")]}
WRONG = {
    "the global goes, the configurator stays": {"shop/lights.py": [("_factory_instance = None\n\n\n", "\n")]},
    "the private name is not handed on": {"shop/bulbs.py": [("_shared, ", "")]},
    "the accessor is redirected, the configurator is not": {"shop/lights.py": [
        ("import Lamp, LampFactory\n", "import Lamp, LampFactory, get_lamp_factory\n"),
        ("def get_lamp_factory():\n    global _factory_instance\n    if _factory_instance is None:\n        _factory_instance = LampFactory()\n    return _factory_instance\n\n\n", "")]},
}


def check(old, new, said):
    for path in new.python_files():
        module = new.parse(path)
        bound = {target.id for node in module.body if isinstance(node, ast.Assign) for target in node.targets if isinstance(target, ast.Name)}
        declared = {name for node in ast.walk(module) if isinstance(node, ast.Global) for name in node.names}
        for name in sorted(declared - bound):
            yield f"{path}: a function says global {name}, and the module does not bind it"
