import atexit

from bakery.ovens import light_oven

atexit.register(light_oven, 0)
