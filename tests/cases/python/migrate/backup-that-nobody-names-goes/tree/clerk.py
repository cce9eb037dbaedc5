from bank.ledger import LedgerFactory


def open_ledger(name):
    return LedgerFactory().create(name)
