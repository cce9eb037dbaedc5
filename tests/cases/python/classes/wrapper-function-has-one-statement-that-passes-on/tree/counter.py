from depot.shortcuts import make_parcel


def accept(form):
    return make_parcel(form["to"])
