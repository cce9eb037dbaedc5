from shop.kettle import Kettle


def create_kettle():
    kettle = Kettle()
    kettle.boil()
    return kettle
