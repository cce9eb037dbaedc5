"""The place where baskets are made."""

from shop.basket import Basket


class BasketFactory:
    def __init__(self):
        self.made = 0

    def create(self, user_id):
        self.made += 1
        return Basket(user_id)

    def create_gift(self, user_id, giver):
        basket = self.create(user_id)
        basket.items.append(("gift", giver))
        return basket

    def close(self):
        self.made = 0
