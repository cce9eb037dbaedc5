class Room:
    def __init__(self, number):
        self.number = number


class RoomFactory:
    def create(self, number):
        return Room(number)
