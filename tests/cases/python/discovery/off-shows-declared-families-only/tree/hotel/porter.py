from hotel.desk import make_key, make_room


def carry(number):
    return make_key(make_room(number))
