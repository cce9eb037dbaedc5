"""Prints what must stay true."""

from tools import move


def main():
    print(move.rewrite("from shop.lights import LampFactory\nshop.lights.LampFactory"))
    print(move.report(), move.OLD, move.PAIRS, move.PATTERN, move.SAMPLE)
