class Lane:
    number: int
