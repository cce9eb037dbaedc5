from hotel.rooms import create_room


def check_in(number):
    return create_room(number)
