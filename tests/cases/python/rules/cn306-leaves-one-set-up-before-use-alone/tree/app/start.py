"""Starts the application in order."""
from app.kettles import configure_kettle_factory, configure_once, get_kettle_factory, reset_kettle_factory, set_log_level


def start(boiler):
    set_log_level("debug")
    set_log_level("info")
    configure_once(boiler)
    configure_once(boiler)
    configure_kettle_factory(boiler)
    return get_kettle_factory().create("cold")


def start_again(boiler):
    configure_kettle_factory(boiler)
    reset_kettle_factory()
    configure_kettle_factory(boiler)


def start_one_of_two(boiler, is_small):
    if is_small:
        configure_kettle_factory(boiler)
    else:
        configure_kettle_factory((boiler, 2))


def use(is_late):
    if is_late:
        return get_kettle_factory()
    configure_kettle_factory("spare")
    return get_kettle_factory()
