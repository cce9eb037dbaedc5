import kitchen.pots

from kitchen.soup import SoupFactory
def make_soup():
    return SoupFactory()
 
class Pot:
    pass
