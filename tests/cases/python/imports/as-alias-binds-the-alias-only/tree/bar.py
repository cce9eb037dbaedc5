from kitchen.orders import OrderFactory as Factory
from kitchen.orders import OrderFactory as OrderFactory
from kitchen import orders as o
