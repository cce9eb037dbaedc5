class Base:
    def __init__(self, vessel, length=0, notes=None):
        self.vessel = vessel
        self.length = length
        self.notes = notes

    @classmethod
    def empty(cls):
        return cls(ship=None)


class Berth(Base):
    def leave(self):
        self.vessel = None


class Jetty(Berth):
    pass


class Quay(Berth):
    def __init__(self, number):
        super().__init__(ship=number, length=3)


def assign(vessel, *, at, length):
    return Berth(vessel, length, {"at": at})
