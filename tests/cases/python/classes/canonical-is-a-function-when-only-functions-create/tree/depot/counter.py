from depot.parcels import create_parcel


def accept(form):
    return create_parcel(form["from"], form["to"], form.get("grams", 0))
