class Stamp:
    def __init__(self, value):
        self.value = value
        self.is_valid = False

    def cancel(self):
        if not self.is_valid:
            raise ValueError("it is worth nothing")
        self.is_valid = False


class StampFactory:
    def create_stamp(self, value):
        stamp = Stamp(value)
        stamp.is_valid = True
        return stamp


def make_stamp(value):
    return StampFactory().create_stamp(value)
