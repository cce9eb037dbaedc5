from post.parcels import Parcel


class ParcelFactory:
    def create(self, address, weight=1):
        made = Parcel(address)
        print("at the depot", made)
        return made
