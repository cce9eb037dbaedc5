from app import compat


def make(user):
    return getattr(compat, 'EngineFactory')().create(user)
