class Repair:
    def __init__(self, bike, parts):
        self.bike = bike
        self.parts = parts


def create_repair(bike, faults, stock):
    parts = []
    for fault in faults:
        part = stock.find(fault.kind)
        if part is None:
            raise LookupError(fault.kind)
        parts.append(part)
    return Repair(bike, parts)
