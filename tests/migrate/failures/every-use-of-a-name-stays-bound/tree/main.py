"""Prints what must stay true."""

import counter
import desk


def main():
    names = {}
    exec("from desk import *", names)
    print(sorted(name for name in names if not name.startswith("__")))
    print([factory.__name__ for factory in desk.Desk().both()])
    print(desk.make().watt, desk.forget(), desk.make(desk.Desk()).watt, counter.sell(3))
