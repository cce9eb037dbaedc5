class Stamp:
    def __init__(self, value):
        self.value = value

    @classmethod
    def from_text(cls, text):
        return cls(int(text))

    def __add__(self, other):
        return Stamp(self.value + other.value)


class StampFactory:
    def create_stamp(self, value):
        return Stamp(value)

    def create_pair(self, value):
        return Stamp(value), Stamp(value)


if __name__ == "__main__":
    print(Stamp(3).value)
