from kitchen.orders import (
    # what is made
    Order,
    OrderFactory as Factory,  # and by whom

    TABLES,
)
