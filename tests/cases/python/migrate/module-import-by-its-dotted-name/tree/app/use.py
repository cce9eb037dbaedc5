import app.compat


def make(user):
    return app.compat.EngineFactory().create(user)
