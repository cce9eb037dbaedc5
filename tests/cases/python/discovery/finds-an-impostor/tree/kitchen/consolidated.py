from kitchen.extras import OrderExtras as OrderFactory
