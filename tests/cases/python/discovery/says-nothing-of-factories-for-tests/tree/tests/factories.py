from hotel.rooms import Room


class RoomFactory:
    counter = 0

    @classmethod
    def create(cls, **values):
        cls.counter += 1
        return Room(cls.counter, **values)


def make_room(**values):
    return Room(1, **values)
