class Rental:
    def __init__(self, bike, hours):
        self.bike = bike
        self.hours = hours


def create_rental(bike, hours):
    """Open a rental."""
    if hours < 1:
        hours = 1
    return Rental(bike, hours)
