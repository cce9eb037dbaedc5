from shipping.config import get_config


def vans():
    return get_config().vans
