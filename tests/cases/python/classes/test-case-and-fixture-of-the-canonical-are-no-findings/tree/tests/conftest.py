import pytest

from kitchen.orders import OrderFactory


@pytest.fixture
def order_factory():
    return OrderFactory()


class OrderFactoryTestManager:
    def __init__(self):
        self.factory = OrderFactory()

    def close(self):
        self.factory = None
