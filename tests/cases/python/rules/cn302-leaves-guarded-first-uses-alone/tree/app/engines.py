"""Made once, whoever comes first."""
import asyncio
import importlib
import threading
import time


class EngineFactory:
    def __init__(self):
        self.made = 0

    def create(self):
        self.made += 1
        return object()


_locked = None
_twice = None
_task = None
_module = None
_served = None
_held = None
_decorated = None
_lock = threading.RLock()
_task_lock = asyncio.Lock()


def get_locked():
    global _locked
    with _lock:
        if _locked is None:
            _locked = EngineFactory()
        return _locked


def get_twice():
    global _twice
    if _twice is None:
        with _lock:
            if _twice is None:
                _twice = EngineFactory()
    return _twice


async def get_task():
    """Nothing is awaited between asking and setting."""
    global _task
    if _task is None:
        _task = EngineFactory()
    await asyncio.sleep(0)
    return _task


async def get_task_locked():
    global _task
    async with _task_lock:
        if _task is None:
            await asyncio.sleep(0)
            _task = EngineFactory()
    return _task


def get_module():
    global _module
    if _module is None:
        _module = importlib.import_module("json")
    return _module


def serve():
    """May be called once, and says so."""
    global _served
    if _served is not None:
        raise RuntimeError("served already")
    _served = EngineFactory()


def _make_held():
    global _held
    if _held is None:
        _held = EngineFactory()


def get_held():
    with _lock:
        _make_held()
        return _held


def synchronized(function):
    return function


@synchronized
def get_decorated():
    global _decorated
    if _decorated is None:
        _decorated = EngineFactory()
    return _decorated


_since = None
_default = None


def get_since():
    global _since
    if _since is None:
        _since = time.monotonic()
    return _since


def set_default_engine():
    """Called when the program starts."""
    global _default
    if _default is None:
        _default = EngineFactory()


def get_own(_locked=None):
    if _locked is None:
        _locked = EngineFactory()
    return _locked


def get_acquired():
    global _locked
    _lock.acquire()
    try:
        if _locked is None:
            _locked = EngineFactory()
        return _locked
    finally:
        _lock.release()


_loop_lock = None
_helper = None


def get_loop_lock():
    """Of the event loop, which is one thread's."""
    global _loop_lock
    if _loop_lock is None:
        _loop_lock = asyncio.Lock()
    return _loop_lock


class Watcher:
    _watching = None

    @classmethod
    def activate(cls):
        """Called when the program starts, and hands nothing out."""
        if cls._watching is None:
            cls._watching = EngineFactory()


_by_name = {}
_sizes = {}


def get_by_name(name):
    with _lock:
        made = _by_name.get(name)
        if made is None:
            made = EngineFactory()
            _by_name[name] = made
        return made


def get_own_by_name(name):
    own = {}
    made = own.get(name)
    if made is None:
        made = EngineFactory()
        own[name] = made
    return made


def measure(name):
    return len(name) * 2


def get_size(name):
    """Reckoned twice, it is the same."""
    size = _sizes.get(name)
    if size is None:
        size = measure(name)
        _sizes[name] = size
    return size


async def get_task_by_name(name):
    made = _by_name.get(name)
    if made is None:
        made = EngineFactory()
        _by_name[name] = made
    await asyncio.sleep(0)
    return made


_turn = threading.Condition()
_in_turn = None


def get_in_turn():
    global _in_turn
    _turn.acquire()
    try:
        if _in_turn is None:
            _in_turn = EngineFactory()
    finally:
        _turn.release()
    return _in_turn


_by_loop = {}
_ready = None


def get_of_loop():
    loop = asyncio.get_running_loop()
    if loop not in _by_loop:
        _by_loop[loop] = EngineFactory()
    return _by_loop[loop]


def initialise():
    global _ready
    if _ready is None:
        _ready = EngineFactory()
