class Oven:
    def __init__(self, heat):
        self.heat = heat


def light_oven(heat):
    oven = Oven(heat)
    oven.is_lit = True
    return oven
