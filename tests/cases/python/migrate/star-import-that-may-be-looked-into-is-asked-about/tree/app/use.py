from app.compat import *


def make(name):
    return eval(name), EngineFactory()
