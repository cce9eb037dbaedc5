from kitchen.extras import OrderExtras as OrderFactory

__all__ = ["OrderFactory"]
