"""What needs an event loop or a thread: configure, shutdown, waiting for room, audit records that are synced first."""

import asyncio
import json
import time
import warnings

from eef import _eef
from eef.bridge import AsyncioBridge, HostBridge
from eef.network import WebSocketBridge
from eef.run import Run

SLICE_MS = 100  # for which a thread waits on behalf of a task; one that was cancelled is gone after it

_bridges = {}  # id of what configure was given: (it, the Bridge that stands for it)


# --- Start and end ---


def _bridge_of(given):
    """The Bridge of what configure was given; the same for the same object."""
    if given is None:
        raise _error(_eef.ConfigError, "a factory needs a bridge, or its events would reach nobody")
    if isinstance(given, _eef.Bridge):
        return given
    if isinstance(given, (AsyncioBridge, WebSocketBridge)):
        return given.bridge
    if id(given) not in _bridges:
        if not (callable(getattr(given, "is_ready", None)) and callable(getattr(given, "send", None))):
            raise TypeError(f"a bridge has is_ready() and async send(user_id, text); {type(given).__name__} has not")
        _bridges[id(given)] = (given, HostBridge(given))
    adapter = _bridges[id(given)][1]
    if not adapter.is_ready():
        raise _error(_eef.NotReadyError, "the bridge is not ready")
    return adapter.bridge


def _error(kind, why):
    error = kind(why)
    error.status = "not_ready" if kind is _eef.NotReadyError else "invalid"
    error.code = -3 if kind is _eef.NotReadyError else -1
    return error


def _adopt(given):
    """Tells the adapter of a bridge of the application that its users are to be served."""
    known, adapter = _bridges.get(id(given), (None, None))
    if adapter is not None and known is given:
        adapter.serve_in(asyncio._get_running_loop())
        _eef._set_on_create(adapter.serve)


def is_bridge(given):
    """Whether the factory was configured with it; the class itself asks when it is called with a bridge."""
    if isinstance(given, (AsyncioBridge, WebSocketBridge)):
        return _eef._is_bridge(given.bridge)
    known, adapter = _bridges.get(id(given), (None, None))
    return _eef._is_bridge(adapter.bridge if known is given and adapter else given)


def configure(bridge, **options):
    """Builds the one factory, or raises and leaves nothing; once more with the same bridge gives the same factory."""
    factory = _eef.configure(_bridge_of(bridge), options)
    _adopt(bridge)
    return factory


async def configure_execution_engine_factory(bridge, **options):
    """configure() in a thread: the loop goes on meanwhile."""
    raw = _bridge_of(bridge)
    factory = await asyncio.to_thread(_eef.configure, raw, options)
    _adopt(bridge)
    return factory


def shutdown_now(grace=5.0):
    """Ends the factory and blocks until it has ended; connections must be closed by another thread. See shutdown()."""
    done = _eef.shutdown_now(round(grace * 1000))
    _eef._set_on_create(None)
    _bridges.clear()
    return done


async def shutdown(factory, grace=5.0):
    """In a thread: the loop has to send what is left, and close."""
    await asyncio.to_thread(shutdown_now, grace)


# --- Engines ---


def run(engine, agent, **data):
    return Run(engine, agent, data)


async def drain(engine, timeout=None):
    deadline = None if timeout is None else time.monotonic() + timeout
    await asyncio.sleep(0)  # whoever asks in a loop must not keep the others from running
    if engine._wait_room(0):
        return
    while not await asyncio.to_thread(engine._wait_room, SLICE_MS):
        if deadline is not None and time.monotonic() >= deadline:
            raise _eef.EEFTimeoutError("the outbox is still full")


def audit(engine, action, outcome="ok", **detail):
    engine._audit(action, outcome, json.dumps(detail, allow_nan=False, separators=(",", ":")) if detail else None)


async def _in_thread(call, undo):
    """The result of a call in a thread. A task that is cancelled waits for nothing, and what then comes is undone."""
    future = asyncio.get_running_loop().run_in_executor(None, call)
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        future.add_done_callback(lambda done: done.cancelled() or done.exception() or undo(done.result()))
        raise


async def create_slowly(factory, context):
    return await _in_thread(lambda: factory.create_for_user_nowait(context), factory.cleanup_engine_nowait)


async def enter_slowly(scope):
    return await _in_thread(scope.__enter__, lambda engine: scope.__exit__(asyncio.CancelledError, None, None))


# --- Counting ---


def _sum(metrics, family, label=""):
    return sum(value for name, value in metrics.items() if name.partition("{")[0] == family and label in name)


def metrics(factory):
    """All of the library's, and under their old names those that dashboards may still ask for."""
    _eef._release_closed()
    found = json.loads(factory._metrics_json())
    ids = factory._active_ids()
    found.update(
        total_engines_created=found["eef_engines_created_total"],
        total_engines_cleaned=_sum(found, "eef_engines_cleaned_total"),
        active_engines_count=found["eef_engines_active"],
        active_engine_keys=ids,
        creation_errors=_sum(found, "eef_create_failures_total"),
        cleanup_errors=found["eef_isolation_violations_total"],
        timeout_cleanups=_sum(found, "eef_engines_cleaned_total", "idle") + _sum(found, "eef_engines_cleaned_total", "deadline"),
        user_limit_rejections=_sum(found, "eef_create_failures_total", "user_limit"),
        backwards_compatibility_usage=sum(use["count"] for use in json.loads(_eef.shim_report())),
        timestamp=time.time(),
    )
    return found


def deprecated(symbol, replacement, stacklevel=2):
    """Counts a use of a deprecated name and warns at the caller's line; the filter of warnings says how often."""
    _eef.shim_hit(_eef.shim_id(symbol, replacement))
    warnings.warn(f"{symbol} is deprecated; use {replacement}", DeprecationWarning, stacklevel=stacklevel + 1)


def legacy_fields(mode):
    """What thread_id= and session_id= of a context do: "strict" refuses them, "compat" warns, counts and renames them.

    configure(compat_legacy=True) sets the factory to the same; only then it takes such contexts.
    """
    if mode not in ("strict", "compat"):
        raise ValueError(f"legacy fields are strict or compat, not {mode!r}")
    _eef._set_compat(mode == "compat")
