"""Prints what must stay true."""

import counter
import plugins


def main():
    print(plugins.load().__name__, plugins.names(), counter.sell(4))
    print(plugins.spare().LampFactory().create(5).watt)
