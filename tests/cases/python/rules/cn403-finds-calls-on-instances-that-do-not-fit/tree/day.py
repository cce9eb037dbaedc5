"""Objects of which it is certain what they are."""
from typing import Optional

from mill import wheels
from mill.wheels import Grain, Mill


def at_work():
    mill = Mill("brook")
    mill.load(Grain("rye"), weight=2)
    mill.load(Grain("rye"), size=2)
    mill.stop(3)
    grain = wheels.Grain("oat")
    grain.grind()
    if mill.river:
        grain.grind(True, False)


def lent(grain: Grain, other: "Optional[Grain]" = None, third: Grain | None = None):
    grain.grind(fine=True, slow=True)
    other.grind(twice=True)
    if third:
        third.grind(1, 2, 3)


class Miller:
    def __init__(self, grain: Grain):
        self.mill = Mill("pond")
        self.grain = grain
        self.spare = None

    def work(self):
        self.grain.grind(coarse=True)
        self.mill.load()
        self.mill.load(self.grain, 3)
        self.spare.load(self.grain, 3, 4)

    def buy(self):
        self.spare = Mill("lake")
