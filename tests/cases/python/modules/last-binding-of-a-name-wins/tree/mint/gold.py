class CoinFactory:
    pass


from mint.silver import CoinFactory
