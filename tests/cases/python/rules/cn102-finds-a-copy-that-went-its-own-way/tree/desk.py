from bikes.repair import create_repair


def accept(bike, faults, stock):
    return create_repair(bike, faults, stock)
