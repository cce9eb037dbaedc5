"""Prints what must stay true."""

import window


def main():
    for fact in window.facts():
        print(fact)
