import pytest

from app.engines import EngineFactory


@pytest.fixture(scope="session")
def engine_factory():
    return EngineFactory()


@pytest.fixture(scope="module")
def shared_factory() -> EngineFactory:
    factory = EngineFactory()
    yield factory
