from app.engine import EngineFactory


def test_an_engine_is_made():
    assert EngineFactory().create(2).size == 2
