from bikes.repair import Repair


def create_repair(bike, faults, stock):
    parts = []
    minutes = 0
    for fault in faults:
        part = stock.find(fault.kind)
        if part is None:
            continue
        parts.append(part)
        minutes += part.minutes
    if bike.is_electric:
        minutes *= 2
    return Repair(bike, parts, minutes)
