from bikes.repair import Repair


def create_repair(bike, faults, stock):
    parts = []
    for fault in faults:
        part = stock.find(fault.kind)
        if part is None:
            continue
        parts.append(part)
    return Repair(bike, parts)


def test_no_faults():
    assert create_repair(None, [], None).parts == []
