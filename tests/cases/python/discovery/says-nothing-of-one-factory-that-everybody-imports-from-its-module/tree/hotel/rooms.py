class Room:
    def __init__(self, number):
        self.number = number


def create_room(number):
    return Room(number)
