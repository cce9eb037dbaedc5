class WrongFactory:
    pass
