class SackFactory:
    pass
