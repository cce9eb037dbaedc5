from app.copy import EngineFactory


def serve():
    return EngineFactory().create()
