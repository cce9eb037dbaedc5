from kitchen.soup import (
    SoupFactory,
    Soup as Hot,
)
import kitchen.pots


class Pot:
    def create(self):
        from kitchen.pots import \
            Pot
        return Pot()
