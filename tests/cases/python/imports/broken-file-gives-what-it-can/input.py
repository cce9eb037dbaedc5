from kitchen.soup import SoupFactory
import kitchen.pots


class Pot:
    def create(self):
        return Pot(


def make_pot():
    return Pot()
