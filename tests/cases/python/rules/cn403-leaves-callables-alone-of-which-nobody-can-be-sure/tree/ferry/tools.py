import functools


def registered(cls):
    return functools.partial(cls, "north")


def injected(f):
    return functools.partial(f, rope=3)
