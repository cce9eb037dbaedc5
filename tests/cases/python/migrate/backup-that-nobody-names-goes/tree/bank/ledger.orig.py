class LedgerFactory:
    def create(self, owner):
        return owner
