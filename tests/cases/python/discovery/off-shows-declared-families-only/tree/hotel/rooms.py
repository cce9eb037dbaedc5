class Room:
    def __init__(self, number):
        self.number = number


class Key:
    def __init__(self, room):
        self.room = room


def create_room(number):
    return Room(number)


def create_key(room):
    return Key(room)
