"""No try is left whose arms import the same; what is not of the family keeps its try."""

import ast

CHANGES = ["two.py", "three.py", "same.py", "other.py"]
TAIL = '''    if LampFactory is None:
        return None
    return LampFactory().create(3).watt
'''
RIGHT = {
    "two.py": [("try:\n    from shop.lights import LampFactory\nexcept ImportError:\n    from shop.bulbs import LampFactory\n", "from shop.lamps import LampFactory\n")],
    "three.py": "\"\"\"Three deep, in a function.\"\"\"\n\n\ndef fact():\n    from shop.lamps import LampFactory\n" + TAIL,
    "same.py": [("try:\n    from shop.lights import LampFactory, get_lamp_factory\nexcept ImportError:  # for old installations\n    from shop.lights import LampFactory, get_lamp_factory\n",
                 "from shop.lamps import LampFactory, get_lamp_factory\n")],
    "other.py": [("shop.lights", "shop.lamps")],
}
TWICE = "try:\n    from shop.lamps import LampFactory\nexcept ImportError:\n    from shop.lamps import LampFactory\n"
WRONG = {
    "both arms are the same import": {"two.py": [("from shop.lamps import LampFactory\n", TWICE)]},
    "a degenerate cascade stays": {"same.py": [("from shop.lamps import LampFactory, get_lamp_factory\n", TWICE.replace("LampFactory\n", "LampFactory, get_lamp_factory\n"))]},
    "the inner arms are the same": {"three.py": "def fact():\n    try:\n        from shop.lamps import LampFactory\n    except ImportError:\n        try:\n"
                                    "            from shop.lamps import LampFactory\n        except ImportError:\n            LampFactory = None\n" + TAIL},
    "the cascade of others collapses too": {"other.py": [("try:\n    import tomllib\nexcept ImportError:\n    tomllib = None\n", "import tomllib\n")]},
    "the import is lost with its try": {"two.py": [("from shop.lamps import LampFactory\n", "")]},
}


def imports_in(statements):
    """What a block imports, wherever in it."""
    found = set()
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.ImportFrom):
                found |= {(node.level, node.module, alias.name, alias.asname) for alias in node.names}
    return found


def check(old, new, said):
    for path in new.python_files():
        for node in ast.walk(new.parse(path)):
            if isinstance(node, ast.Try):
                for handler in node.handlers:
                    same = imports_in(node.body) & imports_in(handler.body)
                    if same:
                        yield f"{path}:{node.lineno}: both arms import {sorted(name for _, _, name, _ in same)}"
    tries = [node for node in ast.walk(new.parse("other.py")) if isinstance(node, ast.Try)]
    if len(tries) != 2:
        yield "other.py: a try that is not of the family changed"
