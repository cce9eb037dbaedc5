from kitchen.orders import Order


class MockOrderFactory:
    def create(self, table):
        return Order(99)


def test_nested():
    class FakeOrderFactory:
        def create(self, table):
            return None

    assert FakeOrderFactory().create(1) is None
