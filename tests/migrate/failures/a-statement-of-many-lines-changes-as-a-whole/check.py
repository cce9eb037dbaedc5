"""An import that goes over many lines is rewritten from its first to its last byte; comments and neighbours stay."""

CHANGES = ["window.py"]
COMMENTS = ["# the factory", "# makes them", "# hands it out", "# from shop.lights import LampFactory"]
RIGHT = {"window.py": [("from shop.lights import (", "from shop.lamps import ("), ("from shop.lights \\", "from shop.lamps \\"),
                       ("from shop.shelf import (WIDTH,\n                        LampFactory as Shelf)", "from shop.shelf import WIDTH\nfrom shop.lamps import LampFactory as Shelf")]}
WRONG = {
    "the first line is replaced, the rest stays": {"window.py": [("from shop.lamps import (  # the factory", "from shop.lamps import LampFactory")]},
    "the last line stays": {"window.py": [("from shop.lamps import LampFactory as Shelf", "from shop.lamps import LampFactory as Shelf\n                        LampFactory as Shelf)")]},
    "a comment is lost": {"window.py": [("    # makes them\n", "")]},
    "the comment behind the call is rewritten": {"window.py": [("# from shop.lights", "# from shop.lamps")]},
    "what followed the semicolon is lost": {"window.py": [("; from shop.lamps import WATTS", "")]},
    "the backslash hangs": {"window.py": [("import LampFactory as Slashed, \\\n    get_lamp_factory;", "import LampFactory as Slashed, \\\n\n    get_lamp_factory;")]},
    "other lines are laid out anew": {"window.py": [("    first=LampFactory(\n    ),", "    first=LampFactory(),")]},
}


def check(old, new, said):
    text = new.read("window.py")
    for comment in COMMENTS:
        if text.count(comment) != 1:
            yield f"the comment {comment!r} is not there exactly once"
    body = old.read("window.py")[old.read("window.py").index("def show("):]
    if not text.endswith(body):
        yield "lines behind the imports changed"
    if "# from shop.lights import LampFactory" in text and text.count("shop.lights") != 1:
        yield "an import still names shop.lights"
