class Soup:
    pass


class SoupFactory:
    def create(self) -> "Soup":
        return Soup()


def get_soup_factory(request) -> "SoupFactory":
    return request.app.soup_factory
