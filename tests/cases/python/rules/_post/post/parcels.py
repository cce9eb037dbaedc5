class Parcel:
    def __init__(self, address):
        self.address = address


class ParcelFactory:
    def create(self, address, weight=1):
        parcel = Parcel(address)
        parcel.weight = weight
        return parcel

    def close(self):
        self.open = False

    def _tidy(self):
        return None
