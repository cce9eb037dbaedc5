def polish(engine):
    return engine
