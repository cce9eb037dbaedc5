from bakery.ovens import Oven


def light_oven(heat):
    oven = Oven(heat)
    oven.is_lit = False
    oven.swept = 1
    return oven
