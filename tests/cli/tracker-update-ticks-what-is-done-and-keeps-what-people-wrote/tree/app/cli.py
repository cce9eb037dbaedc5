from app.engine import EngineFactory


def main():
    return EngineFactory().create(2)
