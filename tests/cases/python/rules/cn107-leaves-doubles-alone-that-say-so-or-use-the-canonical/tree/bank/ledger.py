class Ledger:
    def __init__(self, owner):
        self.owner = owner
        self.lines = []


class LedgerFactory:
    def create(self, owner):
        return Ledger(owner)
