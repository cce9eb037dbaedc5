class ParcelFactory:
    pass
