from app.engine import Engine


class EngineFactory:
    def create(self, size):
        result = Engine(size * 2)
        if size > 4:
            result.add("turbo")
            result.add("cooler")
        print("made", result)
        return result
