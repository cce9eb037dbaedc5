"""The tables of a migration script, samples of code, patterns and docstrings are data: only its own import moves."""

CHANGES = ["tools/move.py"]
RIGHT = {"tools/move.py": [('\n\nfrom shop.lights import LampFactory\n\nRULES', '\n\nfrom shop.lamps import LampFactory\n\nRULES')]}
WRONG = {
    "a rule's left side is rewritten": {"tools/move.py": [('    "from shop.lights import', '    "from shop.lamps import')]},
    "a list is rewritten": {"tools/move.py": [('OLD = ["shop.lights", "shop.lights.LampFactory"', 'OLD = ["shop.lights", "shop.lamps.LampFactory"')]},
    "a sample is rewritten": {"tools/move.py": [("\'\'\'\nfrom shop.lights", "\'\'\'\nfrom shop.lamps")]},
    "the docstring is rewritten": {"tools/move.py": [("`from shop.lights import LampFactory` is", "`from shop.lamps import LampFactory` is")]},
    "a comment is rewritten": {"tools/move.py": [("# from shop.lights", "# from shop.lamps")]},
    "a pair is rewritten": {"tools/move.py": [('("import shop.lights"', '("import shop.lamps"')]},
    "the redirect's docstring is rewritten": {"shop/lights.py": [("path: shop.lights", "path: shop.lamps")]},
}


def check(old, new, said):
    for path in ("tools/move.py", "main.py"):
        if old.strings(path) != new.strings(path):
            yield f"{path}: a string changed"
    if not new.read("shop/lights.py").startswith(old.read("shop/lights.py").split("\n", 1)[0]):
        yield "shop/lights.py: the docstring changed"
    if new.read("tools/move.py").count("# from shop.lights import LampFactory") != 1:
        yield "tools/move.py: the comment changed"
