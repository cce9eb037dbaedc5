from hotel.rooms import RoomFactory


def check_in(number):
    return RoomFactory().create(number)
