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
_once_factory = None
_log_level = "info"


def configure_kettle_factory(boiler):
    global _kettle_factory
    _kettle_factory = KettleFactory(boiler)


def setup_kettle_factory(boiler):
    configure_kettle_factory((boiler, 1))


def reset_kettle_factory():
    global _kettle_factory
    _kettle_factory = None


def get_kettle_factory():
    if _kettle_factory is None:
        raise RuntimeError("configure it first")
    return _kettle_factory


def configure_once(boiler):
    global _once_factory
    if _once_factory is None:
        _once_factory = KettleFactory(boiler)


def get_once():
    return _once_factory


def set_log_level(level):
    global _log_level
    _log_level = level


def configure_logging(level):
    global _log_level
    _log_level = level
