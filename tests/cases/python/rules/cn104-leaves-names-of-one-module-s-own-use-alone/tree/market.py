from mill.flour import SackFactory as Sacks


def sell():
    factory = Sacks
    return factory().create(2)
