"""The factory of the service, made when it is first asked for."""

from chat.core.unified_factory import UnifiedExecutionEngineFactory

_factory = None


def configure(bridge):
    """Sets the factory of the service."""
    global _factory
    _factory = UnifiedExecutionEngineFactory(bridge)
    return _factory


def get_engine_factory(bridge=None):
    """The factory of the service; made now when nobody has."""
    global _factory
    if _factory is None:
        _factory = UnifiedExecutionEngineFactory(bridge)
    return _factory
