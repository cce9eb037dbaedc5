from passport.stamps import StampFactory as VisaStampFactory
from post.stamps import StampFactory


def cross(office):
    return VisaStampFactory(office), StampFactory()
