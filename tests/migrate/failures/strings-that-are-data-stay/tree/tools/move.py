"""A migration script: what it holds are rules, `from shop.lights import LampFactory` is one."""

from shop.lights import LampFactory

RULES = {
    "from shop.lights import LampFactory": "from shop.lamps import LampFactory",
    "shop.lights.LampFactory": "shop.lamps.LampFactory",
}
OLD = ["shop.lights", "shop.lights.LampFactory", "shop.lights.get_lamp_factory"]
PAIRS = [("shop.lights", "shop.lamps"), ("import shop.lights", "import shop.lamps")]
PATTERN = r"from shop\.lights import (\w+)"
SAMPLE = '''
from shop.lights import LampFactory
import shop.lights as lights
'''


def rewrite(text):
    # from shop.lights import LampFactory
    for old, new in RULES.items():
        text = text.replace(old, new)
    return text


def report():
    name = "shop.lights.LampFactory"
    return f"shop.lights.LampFactory: {len(OLD)} {name} {LampFactory.voltage}"
