class ShippingConfig:
    def __init__(self, depot, vans):
        self.depot = depot
        self.vans = vans


def get_config():
    import json

    with open("shipping.json") as file:
        data = json.load(file)
    return ShippingConfig(data["depot"], data["vans"])
