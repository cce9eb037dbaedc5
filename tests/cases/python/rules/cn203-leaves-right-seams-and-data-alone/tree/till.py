import logging

from mint.coins import CoinFactory

log = logging.getLogger("mint.change.CoinFactory")
MOVED = ["mint.change.CoinFactory", "mint.gold.CoinFactory"]
RULES = {"mint.change.CoinFactory": "mint.coins.CoinFactory"}
LINE = "from mint.change import CoinFactory"


def give(cents):
    return CoinFactory().create(cents)
