"""A class whose heirs are each called in their own way."""


class Step:
    def __init__(self, name):
        self.name = name

    def run(self, *args, **more):
        raise NotImplementedError(self.name)

    def prepare(self):
        return self.name


class Weave(Step):
    def run(self, thread, *, width=3):
        return [self.prepare(), thread, width]


class Knot(Step):
    def run(self, thread):
        return [self.prepare(), thread, thread]
