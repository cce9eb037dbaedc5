from app.compat import EngineFactory


def make(user):
    return EngineFactory().create(user)
