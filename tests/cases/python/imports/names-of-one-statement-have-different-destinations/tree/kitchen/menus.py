class Menu:
    pass
