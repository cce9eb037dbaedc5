from typing import Iterator, List, Optional

from mint.coins import Coin


class CoinFactory:
    def create(self, value: int) -> Optional[Coin]:
        if value not in (1, 2, 5):
            raise KeyError(value)
        made = Coin(value)
        print("forged", made)
        return made

    def find(self, value: int) -> List[Coin]:
        return []

    def lend(self, value: int) -> Iterator[Coin]:
        yield Coin(value)

    def open(self) -> bool:
        return True

    def sum_up_coins(self, purse):
        total = 0
        for coin in purse:
            if coin.value > 0:
                total += coin.value
        return total
