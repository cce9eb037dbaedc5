from mill.interface import IMillEngine as MillEngine


class WaterMillEngine(MillEngine):
    """Deprecated: use mill.engine.MillEngine."""

    def __init__(self, wheel, river):
        self.wheel = wheel
        self.river = river
        self.turns = 0

    def start(self):
        self.river.open()
        self.wheel.release()
        self.turns = 0

    def stop(self):
        self.river.close()
        self.wheel.block()

    def grind(self, grain):
        flour = []
        for corn in grain:
            self.turns += 1
            flour.append(corn.crush(self.wheel.weight))
        return flour

    def count(self):
        return self.turns
