class Stamp:
    def __init__(self, value):
        self.value = value

    def cancel(self):
        self.value = 0


class StampFactory:
    def create(self, value):
        return Stamp(value)

    def create_pair(self, value):
        return Stamp(value), Stamp(value)

    def close(self):
        self.is_open = False
