class Sack:
    def __init__(self, kilos):
        self.kilos = kilos


class SackFactory:
    def create(self, kilos):
        return Sack(kilos)
