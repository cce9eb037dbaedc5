class SoloPart:
    def __init__(self, voice):
        self.voice = voice


class SoloPartFactory:
    def create(self, voice):
        return SoloPart(voice)


def get_solo_part_factory():
    return SoloPartFactory()
