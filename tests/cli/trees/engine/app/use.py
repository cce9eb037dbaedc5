import importlib

from app.compat import EngineFactory
from app.engines import EngineFactory as Newer


def load(name):
    return importlib.import_module(name)


def drive(old):
    return (EngineFactory() if old else Newer()).create(3)
