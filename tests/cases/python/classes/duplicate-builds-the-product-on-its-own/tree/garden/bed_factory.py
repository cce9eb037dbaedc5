class Bed:
    def __init__(self, length, width):
        self.length = length
        self.width = width


class BedFactory:
    """Makes beds."""

    def create_bed(self, length, width):
        if length <= 0 or width <= 0:
            raise ValueError("a bed has a size")
        return Bed(length, width)

    def create_square(self, side):
        return self.create_bed(side, side)
