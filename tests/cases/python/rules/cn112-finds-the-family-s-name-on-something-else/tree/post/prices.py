class PriceTable:
    def price(self, grams):
        return grams // 20
