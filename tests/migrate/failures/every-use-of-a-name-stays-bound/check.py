"""A rewritten import binds the name that its scope reads; a use is not left behind."""

import scopes

CHANGES = ["desk.py", "counter.py"]
RIGHT = {"counter.py": [("shop.lights", "shop.lamps")], "desk.py": [("from shop.lights import OldLampFactory, get_lamp_factory", "from shop.lamps import LampFactory as OldLampFactory, get_lamp_factory")]}
WRONG = {
    "the import binds the new name, the uses stay": {"desk.py": [("LampFactory as OldLampFactory, ", "LampFactory, ")]},
    "all uses but one are renamed": {"desk.py": [("LampFactory as OldLampFactory, ", "LampFactory, "), ("OldLampFactory", "LampFactory"),
                                                  ("lambda: LampFactory", "lambda: OldLampFactory")]},
    "one of two names is dropped": {"desk.py": [(", get_lamp_factory\n", "\n")]},
    "the name in the string is forgotten": {"desk.py": [("LampFactory as OldLampFactory, ", "LampFactory, "), ("OldLampFactory", "LampFactory"),
                                                         ("other: \"LampFactory\"", "other: \"OldLampFactory\"")]},
}


def check(old, new, said):
    for path in new.python_files():
        for scope, name in sorted(scopes.Source(new.files[path][2]).unbound()):
            yield f"{path}: nothing binds {name} in {scope or 'the module'}"
    if not new.is_true("import desk", "desk.OldLampFactory.voltage == 230"):
        yield "desk.OldLampFactory is not there any more"
