from post.stamps import Stamp


class StampFactory:
    def __init__(self, slot):
        self.slot = slot

    def __call__(self):
        coins = self.slot.empty()
        stamp = Stamp(sum(coins))
        stamp.from_machine = True
        return stamp
