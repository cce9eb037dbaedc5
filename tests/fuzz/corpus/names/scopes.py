from __future__ import annotations
import lamp.stand, lamp.cord as cord
from .shade import (Shade as Hood, Rim,)


class Light(Hood["Bulb"], metaclass=Meta):
    Rim = Rim
    watts: "Optional[Rim.Size]" = 1

    @cord.plug(Rim)
    async def shine(self, level: 'List["Bulb"]' = watts, *rest: int, **more) -> "Light":
        global total
        total = 1

        def dim():
            nonlocal level
            level -= 1
            return __class__, f"{self.watts!r:{total}} {level=} {f'{rest}'}"
        return [i for i in level.all if (half := i)] + [j for i in rest for j in i]


with (open(Light) as a, cord() as (b, *c)):
    for lamp.x, c[a] in b:
        del (a, [b]), lamp.y
