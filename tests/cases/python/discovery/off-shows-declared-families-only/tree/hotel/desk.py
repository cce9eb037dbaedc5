from hotel.rooms import Key, Room


def make_room(number):
    room = Room(number)
    room.is_clean = False
    return room


def make_key(room):
    key = Key(room)
    key.is_spare = True
    return key
