"""A cache that is kept in the instance."""


class Descriptor:
    def __init__(self, function, limit):
        self.function = function
        self.limit = limit

    def __get__(self, instance, owner):
        return self.function.__get__(instance, owner)


def cached(limit=None):
    def decorate(function):
        return Descriptor(function, limit)

    return decorate
