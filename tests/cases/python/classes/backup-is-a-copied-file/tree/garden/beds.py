class Bed:
    def __init__(self, length):
        self.length = length


class BedFactory:
    def create(self, length):
        return Bed(length)
