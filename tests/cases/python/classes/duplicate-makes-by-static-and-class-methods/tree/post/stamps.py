class Stamp:
    def __init__(self, value, country):
        self.value = value
        self.country = country

    def cancel(self):
        self.value = 0


class StampMaker:
    country = "here"

    @classmethod
    def create(cls, value):
        return Stamp(value, cls.country)

    @classmethod
    def create_pair(cls, value):
        return cls.create(value), cls.create(value)
