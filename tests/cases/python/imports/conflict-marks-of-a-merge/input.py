<<<<<<< ours
from kitchen.soup import SoupFactory
=======
from kitchen.stews import SoupFactory
>>>>>>> theirs


def make_soup():
    return SoupFactory()
