from bank import ledger


class FakeLedgerFactory:
    def __init__(self):
        self.made = []

    def create(self, owner):
        made = {"owner": owner}
        self.made.append(made)
        self.count = len(self.made)
        return made


class LedgerFactory(ledger.LedgerFactory):
    def create(self, owner):
        made = super().create(owner)
        made.lines.append("opened")
        self.last = made
        print(made)
        return made
