class Soup:
    pass


class SoupFactory:
    def create(self):
        return Soup()
