class Purse:
    pass
