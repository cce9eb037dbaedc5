from bikes.rental import create_rental


def open_day(bikes):
    return [create_rental(bike, 24) for bike in bikes]
