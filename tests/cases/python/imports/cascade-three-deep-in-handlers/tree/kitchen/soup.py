class SoupFactory:
    pass
