from bikes.rental import create_rental as rent_bike
from rooms.rental import create_rental as rent_room


def holiday():
    return rent_bike(3), rent_room("attic", 2)
