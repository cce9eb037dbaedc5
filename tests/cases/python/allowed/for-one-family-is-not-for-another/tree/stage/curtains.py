class Curtain:
    def __init__(self, width):
        self.width = width


class CurtainFactory:
    def create(self, width):
        return Curtain(width)
