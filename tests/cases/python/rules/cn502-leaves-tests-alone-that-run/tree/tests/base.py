class Base:
    def make(self, factory):
        return factory.create("anna")

    def assert_basket(self, basket):
        assert basket.user_id == "anna"
