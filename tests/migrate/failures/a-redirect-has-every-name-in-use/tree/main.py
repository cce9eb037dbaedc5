"""Prints what must stay true."""

import dotted
import private
import starry


def main():
    print(private.fact())
    print(starry.fact())
    print(dotted.fact())
