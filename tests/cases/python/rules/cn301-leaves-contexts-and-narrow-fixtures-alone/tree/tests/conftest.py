import pytest

from app.engines import EngineFactory


@pytest.fixture
def engine_factory():
    return EngineFactory()


@pytest.fixture(scope="function")
def another_factory() -> EngineFactory:
    return EngineFactory()


@pytest.fixture(scope="session")
def port():
    return 8080
