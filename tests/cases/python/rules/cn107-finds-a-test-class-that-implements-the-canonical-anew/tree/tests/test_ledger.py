class LedgerFactory:
    def __init__(self):
        self.made = []

    def create(self, owner):
        ledger = {"owner": owner, "lines": []}
        self.made.append(ledger)
        return ledger

    def merge(self, one, other):
        one["lines"].extend(other["lines"])
        return one


def test_merge():
    factory = LedgerFactory()
    assert factory.merge(factory.create("a"), factory.create("b"))["owner"] == "a"
