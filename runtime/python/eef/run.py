"""A run and its tools as context managers, `with` and `async with`: nothing in them waits, and every one that began ends."""

import asyncio

from eef import _eef


class _Both:
    """A context manager of both kinds; what it does at either end is done at once."""

    async def __aenter__(self):
        return self.__enter__()

    async def __aexit__(self, kind, error, trace):
        return self.__exit__(kind, error, trace)


class Run(_Both):
    """agent_started, then thoughts and tools, then agent_completed.

    A run that fails says nothing at its own end: the library says agent_completed with status "error" or "cancelled" when
    the engine is closed, and then only once.
    """

    def __init__(self, engine, agent, data):
        self.engine = engine
        self.agent = agent
        self.result = {}  # what agent_completed will carry
        self._data = data
        self._calls = 0

    def __enter__(self):
        self.engine.emit_nowait("agent_started", agent=self.agent, **self._data)
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.engine.emit_nowait("agent_completed", agent=self.agent, **{"status": "ok", **self.result})
        else:
            self.engine._fail(_eef.CLEAN_CANCELLED if issubclass(kind, asyncio.CancelledError) else _eef.CLEAN_ERROR)

    async def thinking(self, text=None, **data):
        if text is not None:
            data["text"] = text
        return self.engine.emit_nowait("agent_thinking", agent=self.agent, **data)

    def tool(self, name, **args):
        """tool_executing with the arguments, tool_completed with `result` of what `with` gives."""
        self._calls += 1
        return Tool(self, name, f"{name}-{self._calls}", args)

    def complete(self, **data):
        """What agent_completed will say beside its status."""
        self.result.update(data)


class Tool(_Both):
    """One call of a tool; set `result` to what it gave."""

    def __init__(self, run, name, call_id, args):
        self.run = run
        self.name = name
        self.call_id = call_id
        self.result = None
        self._args = args

    def __enter__(self):
        self.run.engine.emit_nowait("tool_executing", tool=self.name, call_id=self.call_id, args=self._args)
        return self

    def __exit__(self, kind, error, trace):
        outcome = {"status": "ok", "result": self.result} if kind is None else {"status": "error", "error": kind.__name__}
        try:
            self.run.engine.emit_nowait("tool_completed", tool=self.name, call_id=self.call_id, **outcome)
        except _eef.EEFError:
            # What the block raised says more; the library completes open tools when the engine is closed.
            if kind is None:
                raise
