from kitchen import SoupFactory


def serve():
    return SoupFactory().create()
