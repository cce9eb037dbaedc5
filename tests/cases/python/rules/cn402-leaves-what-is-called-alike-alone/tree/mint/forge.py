from contextlib import contextmanager
from typing import Any, Generator

from mint import coins


class CoinFactory:
    def create(self, *args, **kwargs) -> "coins.Coin":
        if not args:
            raise ValueError("nothing to forge")
        made = coins.Coin(args[0])
        print("forged", made)
        return made

    @staticmethod
    def find(value: int) -> "coins.Coin | None":
        return None

    def all(self) -> "dict[str, list[coins.Coin]]":
        return {}

    def pick(self, value) -> "None | str | coins.Coin":
        return None

    @contextmanager
    def lend(self, value: int) -> Generator[coins.Coin, None, None]:
        yield coins.Coin(value)

    def melt(self, coin) -> Any:
        if coin is None:
            raise IndexError("no coin")
        return coin.value
