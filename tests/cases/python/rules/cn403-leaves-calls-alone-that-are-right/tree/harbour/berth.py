class Berth:
    def __init__(self, vessel, length=0):
        self.vessel = vessel
        self.length = length


class Open:
    def __init__(self, **more):
        self.more = more


class Other:
    def __init__(self, ship):
        self.ship = ship
