try:
    from kitchen.soup import SoupFactory
except ImportError:
    from kitchen.soup import SoupFactory


def serve():
    return SoupFactory().create()
