from hotel.rooms import Room
from tests.factories import RoomFactory


def make_room(number):
    return Room(number, beds=2)


def test_room():
    assert RoomFactory.create().number != make_room(9).number
