class Room:
    def __init__(self, number, beds=1):
        self.number = number
        self.beds = beds
