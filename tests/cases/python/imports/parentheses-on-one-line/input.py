from kitchen.orders import (Order, OrderFactory)
from kitchen.orders import (Order as O, OrderFactory as F,)
from kitchen.menus import(Menu)
