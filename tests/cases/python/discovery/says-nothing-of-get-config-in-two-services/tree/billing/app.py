from billing.config import get_config


def price():
    return get_config().currency
