"""Draws with what is installed; a library may be loaded late, and what stands in for one is made when it is first asked for."""

import importlib

try:
    import plotter
except ImportError:
    plotter = None

try:
    import colours
except ImportError:
    colours = None

_factory = None


class PlainColours:
    def __init__(self):
        self.used = []

    def pick(self, name):
        self.used.append(name)
        return name


class ChartFactory:
    def __init__(self):
        self.charts = []

    def create(self, title):
        self.charts.append(title)
        return title


def get_plotter():
    global plotter
    if plotter is None:
        plotter = importlib.import_module("plain_plotter")
    return plotter


def get_colours():
    global colours
    if colours is None:
        colours = PlainColours()
    return colours


def get_chart_factory():
    global _factory
    if _factory is None:
        _factory = ChartFactory()
    return _factory
