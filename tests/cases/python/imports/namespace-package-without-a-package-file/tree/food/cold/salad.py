from food.hot.soup import SoupFactory


def serve():
    return SoupFactory().create()
