"""Uses both, and looks at the globals."""

import shop.bulbs as bulbs
import shop.lights as lights
from shop.bulbs import LampFactory


def facts():
    mine = LampFactory()
    lights.configure_lamp_factory(mine)
    yield lights.get_lamp_factory() is mine, lights._factory_instance is mine
    yield lights.reset()[0], lights._factory_instance
    bulbs.configure_lamp_factory(mine)
    yield bulbs.get_lamp_factory() is mine, bulbs._shared
