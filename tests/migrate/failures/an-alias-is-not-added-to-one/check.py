"""An importer that already has an alias keeps it, and gets no second one."""

import re

CHANGES = ["window.py"]
RIGHT = {"window.py": [("shop.lights", "shop.lamps"), ("as lights", "as lights")]}
WRONG = {
    "an alias behind an alias": {"window.py": [("LampFactory as Maker", "LampFactory as Maker as LampFactory")]},
    "the alias is lost": {"window.py": [("LampFactory as Inner", "LampFactory")]},
    "the module's alias is lost": {"window.py": [("import shop.lamps as lights", "import shop.lamps")]},
    "the alias is repeated in the text": {"window.py": [("WindowFactory,\n", "WindowFactory,  # as Y as Z\n")]},
}


def check(old, new, said):
    text = new.read("window.py")
    if re.search(r"\bas\s+\w+\s+as\b", text):
        yield "an alias was added to an alias"
    for name in ("Maker", "shared", "WindowFactory", "Inner", "lights"):
        if len(re.findall(rf"\bas {name}\b", text)) != 1:
            yield f"the alias {name} is not there exactly once"
