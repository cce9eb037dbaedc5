class LedgerFactory:
    def create(self, owner):
        return None
