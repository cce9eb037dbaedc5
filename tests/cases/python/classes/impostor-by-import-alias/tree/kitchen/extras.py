class OrderExtras:
    def add_note(self, order, text):
        order.note = text

    def add_bread(self, order):
        order.bread = True
