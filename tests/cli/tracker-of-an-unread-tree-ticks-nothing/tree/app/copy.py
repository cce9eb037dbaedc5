from app.engine import Engine


class EngineFactory:
    def create(self):
        return Engine(9)
