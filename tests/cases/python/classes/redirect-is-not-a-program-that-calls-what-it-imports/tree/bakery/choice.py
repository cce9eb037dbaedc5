from bakery.ovens import light_oven

WAYS = {"early": light_oven}
