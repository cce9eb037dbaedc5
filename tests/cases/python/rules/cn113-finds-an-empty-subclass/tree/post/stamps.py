class Stamp:
    def __init__(self, value):
        self.value = value


class StampFactory:
    def create(self, value):
        return Stamp(value)
