class Pot:
    pass
