def make(user):
    from app.compat import EngineFactory
    return EngineFactory().create(user)
