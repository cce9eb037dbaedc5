class Part:
    def __init__(self, voice):
        self.voice = voice


class PartFactory:
    def create(self, voice):
        return Part(voice)
