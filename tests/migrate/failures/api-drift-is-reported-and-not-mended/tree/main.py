"""Prints what must stay true."""

import cellar
import hall
import stage


def main():
    print(stage.light(), hall.light(), cellar.light())
