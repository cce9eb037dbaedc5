import app.compat as compat


def make(user):
    return compat.EngineFactory().create(user)
