class Repair:
    def __init__(self, bike, parts, minutes):
        self.bike = bike
        self.parts = parts
        self.minutes = minutes


def create_repair(bike, faults, stock):
    parts = []
    minutes = 0
    for fault in faults:
        part = stock.find(fault.kind)
        if part is None:
            raise LookupError(fault.kind)
        parts.append(part)
        minutes += part.minutes
    if bike.is_electric:
        minutes *= 2
    return Repair(bike, parts, minutes)
