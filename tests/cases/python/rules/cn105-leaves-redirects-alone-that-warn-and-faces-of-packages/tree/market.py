from mill.sacks import SackFactory
from mill.words import SackFactory as Other


def sell():
    return SackFactory().create(2), Other
