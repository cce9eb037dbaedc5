from mill.flour import SackFactory


def sell():
    return SackFactory().create(2)
