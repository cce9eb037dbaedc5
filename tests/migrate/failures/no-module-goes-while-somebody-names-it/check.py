"""A module stays for as long as a statement, a string or a file beside the code names it; nothing that went comes back."""

import re

CHANGES = ["counter.py"]
RIGHT = {"counter.py": [("shop.bulbs", "shop.lamps")]}
WRONG = {
    "a redirect goes that settings name": {"shop/lights.py": None},
    "a redirect goes that is only asked for": {"shop/bulbs.py": None},
    "the old copy goes, though a plug-in loads it": {"shop/lamps_old.py": None},
    "a redirect is made anew under another name": {"shop/lights2.py": "from shop.lamps import LampFactory\n"},
}


def check(old, new, said):
    for path in sorted(old.files.keys() - new.files.keys()):
        module = path.removesuffix(".py").replace("/", ".")
        for other in new.files:
            text = new.files[other][2].decode("utf-8")
            if other.endswith((".py", ".cfg")) and re.search(rf"\b{re.escape(module)}\b", text):
                yield f"{path} went, and {other} names it"
    for path in sorted(new.files.keys() - old.files.keys()):
        yield f"{path} was not there before"
