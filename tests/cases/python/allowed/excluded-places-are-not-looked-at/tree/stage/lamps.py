class Lamp:
    def __init__(self, colour):
        self.colour = colour


class LampFactory:
    def create(self, colour):
        return Lamp(colour)
