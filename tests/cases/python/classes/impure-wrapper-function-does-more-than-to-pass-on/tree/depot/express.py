from depot.parcels import create_parcel


def make_parcel(receiver, kilos):
    grams = int(kilos * 1000)
    if grams > 30000:
        grams = 30000
    parcel = create_parcel(receiver, grams)
    parcel.express = True
    return parcel
