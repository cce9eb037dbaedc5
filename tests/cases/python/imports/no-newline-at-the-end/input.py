import kitchen.pots


class Pot:
    from kitchen.soup import SoupFactory