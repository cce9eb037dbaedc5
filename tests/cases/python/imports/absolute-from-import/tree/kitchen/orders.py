class OrderFactory:
    pass
