"""Prints what must stay true."""

import other
import same
import three
import two


def main():
    for module in (two, three, same, other):
        print(module.fact())
