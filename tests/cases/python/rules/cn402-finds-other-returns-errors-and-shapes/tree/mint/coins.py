from contextlib import contextmanager
from typing import Iterator, Optional


class Coin:
    def __init__(self, value):
        self.value = value


class CoinFactory:
    def create(self, value: int) -> Coin:
        if value < 0:
            raise ValueError("debt")
        return Coin(value)

    def find(self, value: int) -> Optional[Coin]:
        return None

    @contextmanager
    def lend(self, value: int) -> Iterator[Coin]:
        yield Coin(value)

    @property
    def open(self) -> bool:
        return True

    def count_all_coins(self, purse):
        total = 0
        for coin in purse:
            if coin.value > 0:
                total += coin.value
        return total
