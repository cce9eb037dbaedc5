class RoomRental:
    def __init__(self, room, nights):
        self.room = room
        self.nights = nights


def create_rental(room, nights):
    return RoomRental(room, nights)
