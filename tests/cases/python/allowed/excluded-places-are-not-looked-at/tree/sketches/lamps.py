class LampFactory:
    def create(self, colour):
        return [colour]
