from mint.coins import CoinFactory
from mint.words import *


def give(cents):
    return CoinFactory().create(cents), HEADS
