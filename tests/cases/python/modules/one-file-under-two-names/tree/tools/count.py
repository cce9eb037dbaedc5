from src.mint.coins import CoinFactory


def count():
    return CoinFactory().create()
