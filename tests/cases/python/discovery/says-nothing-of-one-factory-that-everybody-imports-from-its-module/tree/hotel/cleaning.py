from .rooms import create_room


def clean(number):
    return create_room(number)
