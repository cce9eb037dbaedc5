from kitchen.soup import SoupFactory


def make_soup():
    return SoupFactory()
