class MillEngine:
    def __init__(self, wheel):
        self.wheel = wheel
        self.turns = 0

    def start(self):
        self.wheel.release()
        self.turns = 0

    def stop(self):
        self.wheel.block()

    def grind(self, grain):
        flour = []
        for corn in grain:
            self.turns += 1
            flour.append(corn.crush(self.wheel.weight))
        return flour

    def count(self):
        return self.turns
