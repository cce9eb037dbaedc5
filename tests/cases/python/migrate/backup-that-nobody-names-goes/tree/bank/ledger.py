class Ledger:
    def __init__(self, owner):
        self.owner = owner


class LedgerFactory:
    def create(self, owner):
        return Ledger(owner)
