import contextlib
import typing
from typing import Dict, List, Optional, Union


class Coin:
    def __init__(self, value):
        self.value = value


class CoinFactory:
    def create(self, value: int, edge="milled") -> Coin:
        if value < 0:
            raise ValueError("debt")
        return Coin(value)

    def find(self, value: int) -> Optional[Coin]:
        return None

    def all(self) -> Dict[str, List[Coin]]:
        return {}

    def pick(self, value) -> Union[Coin, str, None]:
        return None

    @contextlib.contextmanager
    def lend(self, value: int) -> typing.Iterator[Coin]:
        yield Coin(value)

    def melt(self, coin: Coin) -> int:
        if not coin:
            raise KeyError("no coin")
        return coin.value
