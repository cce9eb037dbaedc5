from mill.names import FlourSackFactory


def sell():
    return FlourSackFactory().create(2)
