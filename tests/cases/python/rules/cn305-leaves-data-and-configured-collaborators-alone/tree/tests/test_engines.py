from app.engines import Engine


def test_engine():
    assert Engine(bridge=None).bridge is None
