from mill.sacks import SackFactory


def sell():
    return SackFactory().create(2)
