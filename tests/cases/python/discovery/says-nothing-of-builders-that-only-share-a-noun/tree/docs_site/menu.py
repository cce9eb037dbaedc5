class Menu:
    def __init__(self, items):
        self.items = items


class MenuBuilder:
    def build(self, items):
        return Menu(items)
