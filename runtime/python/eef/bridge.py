"""Bridges for asyncio: events are pulled in the loop when a file descriptor says that there are some."""

import asyncio
import collections
import json
import logging

from eef import _eef

logger = logging.getLogger("eef.bridge")


class Connection:
    """One client's events, in order: an asynchronous iterator of texts that ends when the connection does.

    An event counts as sent when the next one is asked for. `close_code` is the WebSocket code to close with, None while
    the connection is open. A client that missed events is told by another hello between the others.
    """

    def __init__(self, owner, subscription, stall, on_slow):
        self.hello = subscription.hello()
        self.close_code = None
        self.offset = None  # of the last event that was handed out
        self._owner = owner
        self._subscription = subscription
        self._stall = stall
        self._on_slow = on_slow
        self._timer = None
        self._pending = None
        self._waiter = None

    def __aiter__(self):
        return self

    async def __anext__(self):
        self._went_out()
        while self.close_code is None:
            text = self._take()
            if text is not None:
                self._watch()
                return text
            if self.close_code is None:
                await self._news()
        raise StopAsyncIteration

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, trace):
        self.close(1006 if kind else 1000)

    def ack(self, offset=None):
        """The client has everything up to the offset, or all that was handed out."""
        if self.close_code is None and (offset is not None or self.offset is not None):
            self._went_out()
            self._subscription.ack(self.offset if offset is None else offset)

    def message(self, text):
        """What the client said; EventError when it is nothing that clients say."""
        if self.close_code is None:
            self._mark_sent()  # or how could the client confirm it?
            self._subscription.message(text)

    def close(self, code=1000):
        """Ends it; the first code stays. What was not confirmed waits for the user's next connection."""
        if self.close_code is not None:
            return
        self.close_code = code
        self._unwatch()
        self._subscription.close(code)
        self._owner._forget(self._subscription)
        self._wake()

    def _went_out(self):
        self._unwatch()
        self._mark_sent()

    def _mark_sent(self):
        if self._pending is not None and self.close_code is None:
            self._subscription.sent(self._pending)
        self._pending = None

    def _take(self):
        try:
            item = self._subscription.next()
        except _eef.GapError:
            return self._subscription.hello(True)
        except (_eef.ShutdownError, _eef.NotReadyError):
            self.close(_eef.close_code("restart"))
            return None
        if item is None:
            if _eef._is_drained():
                self.close(_eef.close_code("restart"))
            return None
        self.offset, text = item
        self._pending = self.offset
        return text

    async def _news(self):
        if self._waiter is not None:
            raise RuntimeError("a connection has one reader")
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self):
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _watch(self):
        if self._stall is not None:
            self._timer = asyncio.get_running_loop().call_later(self._stall, self._is_slow)

    def _unwatch(self):
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _is_slow(self):
        self.close(_eef.close_code("slow"))
        if self._on_slow is not None:
            self._on_slow(self)


class AsyncioBridge:
    """Give one to configure_execution_engine_factory(), and connect() each client whose user you have authenticated."""

    def __init__(self):
        self.bridge = _eef.Bridge()
        self._connections = {}
        self._loop = None

    def connect(self, user_id, *, epoch=None, after=0, stall=10.0, on_slow=None):
        """A Connection; NotReadyError, ShutdownError: answer 503, or close with 1013. `epoch` and `after` resume.

        A client that takes nothing for `stall` seconds is closed with 1013, nothing is lost; `on_slow(connection)` is
        called then, to break off a send that hangs.
        """
        self._join(asyncio.get_running_loop())
        subscription = self.bridge.open(user_id, epoch, after)
        connection = Connection(self, subscription, stall, on_slow)
        self._connections[subscription] = connection
        return connection

    def count_upgrade(self, status):
        """Counts an upgrade by its HTTP status: 101, 401, 403, 503."""
        self.bridge.count_upgrade(status)

    def _join(self, loop):
        if self._loop is loop:
            return
        if self._loop is not None and not self._loop.is_closed() and self._connections:
            raise RuntimeError("a bridge belongs to one event loop; its connections are in another one")
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self.bridge.fileno())
        loop.add_reader(self.bridge.fileno(), self._news)
        self._loop = loop

    def _forget(self, subscription):
        self._connections.pop(subscription, None)

    def _news(self):
        try:
            dirty = self.bridge.dirty()
        except _eef.ForkedError:
            self._loop.remove_reader(self.bridge.fileno())
            return
        if _eef.factory_state() != "ready":
            dirty = list(self._connections)
        for subscription in dirty:
            connection = self._connections.get(subscription)
            if connection is not None:
                connection._wake()


class HostBridge(AsyncioBridge):
    """For a bridge that the application has: an object with is_ready() and `async send(user_id, text)`.

    Each user's events go through one task, in order, and count as confirmed when send() returned. When it raises, the
    same event is tried again after `retry` seconds; the runs that emitted it know nothing of that. A user without events
    for `idle` seconds has no task.
    """

    def __init__(self, host, retry=1.0, idle=60.0):
        super().__init__()
        self._host = host
        self._retry = retry
        self._idle = idle
        self._tasks = {}
        self._waiting = collections.deque()

    def is_ready(self):
        return bool(self._host.is_ready())

    def serve_in(self, loop):
        """The loop for engines that are created in threads which have none."""
        if loop is not None:
            self._join(loop)

    def serve(self, user_id):
        """Called after each create, in any thread."""
        if user_id in self._tasks:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = self._loop
            if loop is not None and not loop.is_closed():
                loop.call_soon_threadsafe(self._start, user_id, loop)
            return
        self._start(user_id, loop)

    def _start(self, user_id, loop):
        if user_id not in self._tasks:
            self._tasks[user_id] = loop.create_task(self._serve(user_id))

    async def _serve(self, user_id):
        place = {}
        try:
            while await self._send_all(user_id, place):
                await asyncio.sleep(self._retry)
        except _eef.EEFError:
            logger.debug("the factory ended while a user was served")
        finally:
            del self._tasks[user_id]

    async def _send_all(self, user_id, place):
        """False when there is nothing more to send."""
        connection = self.connect(user_id, stall=None, **place)
        place["epoch"] = json.loads(connection.hello)["epoch"]
        place.setdefault("after", 0)
        try:
            while True:
                try:
                    text = await asyncio.wait_for(anext(connection), self._idle)
                except (asyncio.TimeoutError, StopAsyncIteration):
                    return False
                await self._host.send(user_id, text)
                connection.ack()
                place["after"] = connection.offset or place["after"]
        except asyncio.CancelledError:
            raise
        except _eef.EEFError:
            return False
        except Exception:
            logger.exception("the application's bridge failed; the event is kept and tried again")
            return True
        finally:
            connection.close()
