"""What the web application keeps."""
from app.kettles import KettleFactory


def set_up(app, boiler):
    app.state.kettle_factory = KettleFactory(boiler)
    app.state.teapot_service = app.make_service()


class Web:
    def __init__(self, app):
        self.app = app

    def open(self, boiler):
        self.app.state.kettle_factory = KettleFactory(boiler)
        self.app.state.teapot_service = self.app.find_service()
