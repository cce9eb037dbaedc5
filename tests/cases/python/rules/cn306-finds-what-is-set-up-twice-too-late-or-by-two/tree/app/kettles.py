"""Kettles, and the one factory that everybody shares."""


class Kettle:
    def __init__(self, water):
        self.water = water


class KettleFactory:
    def __init__(self, boiler):
        self.boiler = boiler
        self.made = 0

    def create(self, water):
        self.made += 1
        return Kettle(water)


_kettle_factory = None


def configure_kettle_factory(boiler):
    global _kettle_factory
    _kettle_factory = KettleFactory(boiler)


def init_kettle_factory(boiler, limit):
    global _kettle_factory
    _kettle_factory = KettleFactory((boiler, limit))


def get_kettle_factory():
    if _kettle_factory is None:
        raise RuntimeError("configure it first")
    return _kettle_factory
