class OrderExtras:
    def add_bread(self, order):
        order.bread = True
