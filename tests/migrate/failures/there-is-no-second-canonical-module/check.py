"""A migration adds no module: every import of the family names the one that was elected, which was there before."""

import ast

CHANGES = ["window.py", "shop/lights.py"]
RIGHT = {
    "shop/lights.py": "\"\"\"A copy.\"\"\"\n\nfrom shop.lamps import Lamp, LampFactory\n\n__all__ = [\"Lamp\", \"LampFactory\"]\n",
    "window.py": [("shop.bulbs", "shop.lamps"), ("shop.lights", "shop.lamps")],
}
CANONICAL = "\"\"\"All canonical imports.\"\"\"\n\nfrom shop.lamps import LampFactory, get_lamp_factory\n\n__all__ = [\"LampFactory\", \"get_lamp_factory\"]\n"
WRONG = {
    "a module of canonical imports is added": {"shop/canonical_imports.py": CANONICAL},
    "the importers are sent to another redirect": {"window.py": [("from shop.lamps import LampFactory, get", "from shop.bulbs import LampFactory, get")]},
    "the copy hands on what another redirect hands on": {"shop/lights.py": [("from shop.lamps import Lamp, LampFactory", "from shop.lamps import Lamp\nfrom shop.bulbs import LampFactory")]},
    "the package becomes a second path": {"shop/__init__.py": "from shop.lamps import LampFactory\n"},
}


def paths_to(tree):
    """Modules that hand on the factory."""
    for path in tree.python_files():
        for node in ast.walk(tree.parse(path)):
            if isinstance(node, ast.ImportFrom) and path.startswith("shop/") and any(alias.name == "LampFactory" for alias in node.names):
                yield path


def check(old, new, said):
    for path in sorted(new.files.keys() - old.files.keys()):
        yield f"{path} was added"
    for path in sorted(set(paths_to(new)) - set(paths_to(old)) - {"shop/lights.py"}):
        yield f"{path} hands on LampFactory now"
    for path in ("window.py", "shop/lights.py"):
        for node in ast.walk(new.parse(path)):
            if isinstance(node, ast.ImportFrom) and any(alias.name == "LampFactory" for alias in node.names) and node.module not in ("shop.lamps", "lamps"):
                yield f"{path}:{node.lineno}: LampFactory comes from {node.module}"
