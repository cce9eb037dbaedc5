class Parcel:
    def __init__(self, receiver):
        self.receiver = receiver


def create_parcel(receiver):
    return Parcel(receiver)
