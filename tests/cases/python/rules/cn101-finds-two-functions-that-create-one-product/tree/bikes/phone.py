from bikes.rental import create_rental


def call(bike):
    return create_rental(bike, 2)
