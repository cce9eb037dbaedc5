class Parcel:
    def __init__(self, receiver, grams):
        self.receiver = receiver
        self.grams = grams


def create_parcel(receiver, grams):
    return Parcel(receiver, grams)
