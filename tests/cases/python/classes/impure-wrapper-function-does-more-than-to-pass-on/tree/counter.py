from depot.express import make_parcel


def accept(form):
    return make_parcel(form["to"], 2)
