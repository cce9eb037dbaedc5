"""One execution-engine factory per process: engines of one user and one run each, whose events reach nobody else."""

import atexit
import os
import sysconfig

if sysconfig.get_config_var("Py_GIL_DISABLED"):
    raise ImportError("eef needs a Python with the global interpreter lock: free-threaded builds have no stable ABI yet")

from eef import _eef
from eef._aio import configure, configure_execution_engine_factory, deprecated, legacy_fields, shutdown_now
from eef._eef import (
    AuditError,
    BackpressureError,
    Bridge,
    ConfigError,
    ContextError,
    EEFError,
    EEFTimeoutError,
    EventError,
    ExecutionEngineFactory,
    ForkedError,
    GapError,
    IsolationError,
    LegacyFieldError,
    LimitError,
    NotReadyError,
    OrderError,
    ShutdownError,
    StaleEngineError,
    Subscription,
    UserExecutionContext,
    UserExecutionEngine,
    __version__,
    close_code,
    factory_state,
    get_execution_engine_factory,
)
from eef.bridge import AsyncioBridge, Connection
from eef.network import WebSocketBridge
from eef.run import Run, Tool

__all__ = [
    "AsyncioBridge",
    "AuditError",
    "BackpressureError",
    "Bridge",
    "ConfigError",
    "Connection",
    "ContextError",
    "EEFError",
    "EEFTimeoutError",
    "EventError",
    "ExecutionEngineFactory",
    "ForkedError",
    "GapError",
    "IsolationError",
    "LegacyFieldError",
    "LimitError",
    "NotReadyError",
    "OrderError",
    "Run",
    "ShutdownError",
    "StaleEngineError",
    "Subscription",
    "Tool",
    "UserExecutionContext",
    "UserExecutionEngine",
    "WebSocketBridge",
    "__version__",
    "close_code",
    "configure",
    "configure_execution_engine_factory",
    "deprecated",
    "factory_state",
    "get_execution_engine_factory",
    "legacy_fields",
    "shutdown_now",
]

atexit.register(_eef._at_exit)
os.register_at_fork(after_in_child=_eef._after_fork)
