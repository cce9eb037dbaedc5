class BillingConfig:
    def __init__(self, currency):
        self.currency = currency


_config = None


def get_config():
    global _config
    if _config is None:
        _config = BillingConfig("EUR")
    return _config
