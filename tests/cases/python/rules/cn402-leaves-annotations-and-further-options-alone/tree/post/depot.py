from post.parcels import Parcel


class ParcelFactory:
    def create(self, address: str, weight: int = 1, fragile: bool = False) -> Parcel:
        made = Parcel(address)
        print("at the depot", made, fragile)
        return made

    def close(self):
        print("closed")
