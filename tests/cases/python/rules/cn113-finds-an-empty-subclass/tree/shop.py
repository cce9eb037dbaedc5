from post.air import AirStampFactory


def gift():
    return AirStampFactory().create(1)
