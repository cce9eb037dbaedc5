import kitchen.soup
print "soup of the day"
from kitchen.soup import SoupFactory


def make_soup():
    print >>log, "soup"
    return SoupFactory()
