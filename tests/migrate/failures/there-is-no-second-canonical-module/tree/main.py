"""Prints what must stay true."""

import window


def main():
    print(window.fact())
