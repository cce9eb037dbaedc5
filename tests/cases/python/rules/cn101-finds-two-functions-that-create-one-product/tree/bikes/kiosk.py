from bikes.rental import Rental


def make_rental(form):
    bike = form["bike"].strip().lower()
    rental = Rental(bike, int(form["hours"]))
    rental.paid = form.get("paid", False)
    rental.kiosk = True
    return rental
