"""Old names, for code that cannot be changed yet: each is the canonical object itself, and each use is counted."""

from eef import _aio, _eef

_MOVED = {
    "RequestScopedExecutionEngineFactory": "ExecutionEngineFactory",
    "UnifiedExecutionEngineFactory": "ExecutionEngineFactory",
    "UserExecutionEngineFactory": "ExecutionEngineFactory",
    "create_execution_engine_factory": "get_execution_engine_factory",
    "get_unified_execution_engine_factory": "get_execution_engine_factory",
}

# Of the factory, as functions.
_METHODS = {
    "cleanup_all_contexts": "ExecutionEngineFactory.shutdown",
    "cleanup_user_context": "ExecutionEngineFactory.cleanup_user",
    "create_execution_engine": "ExecutionEngineFactory.create_for_user",
    "create_request_scoped_engine": "ExecutionEngineFactory.create_for_user",
    "get_active_contexts": "ExecutionEngineFactory.get_factory_metrics",
    "user_execution_engine": "ExecutionEngineFactory.user_execution_scope",
}

__all__ = sorted([*_MOVED, *_METHODS])


def __getattr__(name):
    if name in _MOVED:
        _aio.deprecated(f"eef.legacy.{name}", f"eef.{_MOVED[name]}")
        return getattr(_eef, _MOVED[name])
    if name in _METHODS:
        _aio.deprecated(f"eef.legacy.{name}", f"eef.{_METHODS[name]}")
        return getattr(_eef.get_execution_engine_factory(), _METHODS[name].partition(".")[2])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return __all__
