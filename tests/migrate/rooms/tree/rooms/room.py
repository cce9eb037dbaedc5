"""What is let."""


class Room:
    """Belongs to one user for as long as it is open."""

    def __init__(self, user_id, beds):
        self.user_id = user_id
        self.beds = beds
        self.guests = [user_id]
        self.is_open = True


class Session:
    """What one user does at the desk."""

    __slots__ = ("user", "notes", "__weakref__")

    def __init__(self, user, notes):
        self.user = user
        self.notes = notes
