"""Importers that call methods, or pass arguments, that the canonical lacks are named and left alone."""

CHANGES = ["cellar.py"]
RIGHT = {"cellar.py": [("shop.bulbs", "shop.lamps")]}
SAID = "shop/lights.py:6: copy adds configure(), set_defaults(), dimmed=; see stage.py:4, hall.py:4"
WRONG = {
    "the caller of configure() is moved": {"stage.py": [("shop.lights", "shop.lamps")]},
    "the caller with dimmed= is moved": {"hall.py": [("shop.lights", "shop.lamps")]},
    "the diverged copy becomes a redirect": {"shop/lights.py": "from shop.lamps import LampFactory\n\n__all__ = ['LampFactory']\n"},
    "the differences are not named": {"said": "shop/lights.py:6: copy adds set_defaults()"},
}


def check(old, new, said):
    for path in ("stage.py", "hall.py", "shop/lights.py"):
        if old.files[path] != new.files[path]:
            yield f"{path} was changed"
    for word in ("configure", "set_defaults", "dimmed", "shop/lights.py"):
        if word not in said:
            yield f"it says nothing of {word}"
