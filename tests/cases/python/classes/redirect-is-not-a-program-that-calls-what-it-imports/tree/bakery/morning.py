from bakery.ovens import light_oven

light_oven(220)
