"""Starts the application, out of order."""
from app.kettles import configure_kettle_factory, get_kettle_factory


def start(app, boiler):
    configure_kettle_factory(boiler)
    app.log("the boiler is there")
    configure_kettle_factory(boiler)


def start_in_a_hurry(boiler):
    first = get_kettle_factory().create("cold")
    with boiler:
        configure_kettle_factory(boiler)
    return first
