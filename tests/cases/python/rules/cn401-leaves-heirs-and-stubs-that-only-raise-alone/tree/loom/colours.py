"""The real one."""


class Dye:
    def __init__(self, tone):
        self.tone = tone

    def soak(self, thread):
        return [self.tone, thread]
