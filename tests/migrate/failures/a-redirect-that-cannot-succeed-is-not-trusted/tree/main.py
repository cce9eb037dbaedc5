"""Prints what must stay true."""

import counter
import settings


def main():
    print(counter.sell(4))
    print(settings.fact())
