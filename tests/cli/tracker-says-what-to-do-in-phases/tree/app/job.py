from app.engine import EngineFactory


def run():
    return EngineFactory().create(3)
