class Bed:
    pass


class BedFactory:
    def create(self, length):
        return Bed()
