class SoupFactory:
    pass


_factory_instance = None


def get_soup_factory():
    global _factory_instance
    if _factory_instance is None:
        _factory_instance = SoupFactory()
    return _factory_instance
