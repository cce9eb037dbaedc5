class CoinFactory:
    pass
