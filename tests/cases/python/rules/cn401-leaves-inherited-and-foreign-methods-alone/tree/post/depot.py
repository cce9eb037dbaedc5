from elsewhere import Depot

from post.parcels import Parcel


class Closing:
    def close(self):
        print("closed")


class ParcelFactory(Closing):
    def create(self, address, weight=1):
        made = Parcel(address)
        print("at the depot", made)
        return made


class ForeignParcelFactory(Depot):
    def create(self, address, weight=1):
        return Parcel("foreign " + address)
