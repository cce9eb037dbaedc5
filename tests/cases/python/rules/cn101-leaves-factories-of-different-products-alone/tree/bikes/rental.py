class Rental:
    def __init__(self, bike):
        self.bike = bike


def create_rental(bike):
    return Rental(bike)
