from mill.old import OldSackFactory


def sell():
    return OldSackFactory().create_small()
