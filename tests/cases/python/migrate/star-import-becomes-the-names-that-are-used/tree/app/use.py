from app.compat import *


def make(user):
    try:
        return EngineFactory().create(user)
    except EngineError:
        return None
