class Ledger:
    def __init__(self, owner):
        self.owner = owner
        self.lines = []


class LedgerFactory:
    def create(self, owner):
        return Ledger(owner)

    def merge(self, one, other):
        ledger = Ledger(one.owner)
        ledger.lines = one.lines + other.lines
        return ledger
