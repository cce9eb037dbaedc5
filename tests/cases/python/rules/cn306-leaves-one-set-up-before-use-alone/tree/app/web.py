"""What the web application keeps: one writer each, or who asks first."""
from app.kettles import KettleFactory


def set_up(app, boiler):
    app.state.kettle_factory = KettleFactory(boiler)
    app.state.is_ready = True


def repair(app, boiler):
    if not hasattr(app.state, "kettle_factory"):
        app.state.kettle_factory = KettleFactory(boiler)


def close(app):
    app.state.kettle_factory = None
    app.state.is_ready = False
