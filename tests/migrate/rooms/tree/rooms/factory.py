"""The place where rooms are made."""

from rooms.room import Room


class RoomFactory:
    """Makes rooms and knows which are open."""

    def __init__(self, beds=2):
        self.beds = beds
        self._open = {}

    def create_room(self, user_id: str, beds: int = 2) -> Room:
        room = Room(user_id, beds)
        self._open[user_id] = room
        return room

    def close_room(self, user_id):
        self._open.pop(user_id).is_open = False

    def cleanup(self):
        for user_id in list(self._open):
            self.close_room(user_id)
