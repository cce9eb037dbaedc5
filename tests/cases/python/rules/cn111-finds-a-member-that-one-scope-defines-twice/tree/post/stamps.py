class Stamp:
    def __init__(self, value):
        self.value = value


class StampFactory:
    def create(self, value):
        return Stamp(value)

    def count(self):
        return 0

    def create(self, value):
        if value < 0:
            raise ValueError(value)
        return Stamp(value)


def get_stamp_factory(request):
    return StampFactory()


def get_stamp_factory():
    return StampFactory()
