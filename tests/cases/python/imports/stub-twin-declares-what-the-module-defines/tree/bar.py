from kitchen.soup import SoupFactory


def serve():
    return SoupFactory().create()
