class Parcel:
    def __init__(self, sender, receiver, grams):
        self.sender = sender
        self.receiver = receiver
        self.grams = grams


def create_parcel(sender, receiver, grams=0):
    if grams < 0:
        raise ValueError("a parcel weighs something")
    return Parcel(sender, receiver, grams)
