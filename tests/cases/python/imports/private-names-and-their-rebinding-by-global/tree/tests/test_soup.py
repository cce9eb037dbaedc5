from kitchen.soup import _factory_instance, get_soup_factory


def reset():
    global _factory_instance
    _factory_instance = None


def test_soup():
    reset()
    assert get_soup_factory() is get_soup_factory()
