from post.parcels import Parcel


class ParcelFactory:
    async def create(self, address, *, weight=2):
        made = Parcel(address)
        print("at the depot", made)
        return made

    def close(self, force):
        print(force)
