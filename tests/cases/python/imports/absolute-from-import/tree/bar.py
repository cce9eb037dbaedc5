from kitchen.orders import OrderFactory
