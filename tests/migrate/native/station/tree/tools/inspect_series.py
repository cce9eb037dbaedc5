#!/usr/bin/env python3
"""Looks at a series from outside: needs the station as a shared object."""

import ctypes
import sys


def make_series(library, name, capacity):
    library.archive_series.restype = ctypes.c_void_p
    return library.archive_series(name.encode(), capacity)


if __name__ == "__main__":
    print(make_series(ctypes.CDLL(sys.argv[1]), "python", 3))
