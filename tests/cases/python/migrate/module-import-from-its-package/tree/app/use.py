from app import compat


def make(user):
    return compat.EngineFactory().create(user)
