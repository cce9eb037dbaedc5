"""The plan was:

class RoomFactory:
    def create(self, number):
        return Room(number)
"""

# from hotel.lobby import RoomFactory
PLAN = """
from hotel.lobby import RoomFactory
class RoomFactory: pass
"""
MOVES = {"hotel.lobby.RoomFactory": "hotel.rooms.RoomFactory"}
