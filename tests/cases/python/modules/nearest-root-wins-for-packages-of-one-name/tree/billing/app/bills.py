class BillFactory:
    pass
