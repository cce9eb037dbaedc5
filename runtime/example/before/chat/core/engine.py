"""The engine: runs an agent for one request and tells the client about it."""

import time


class UserExecutionEngine:
    """Knows the bridge, the context, and what has happened so far."""

    def __init__(self, context, bridge):
        self.context = context
        self.bridge = bridge
        self.created_at = time.time()
        self.active = True
        self.active_runs = []
        self.history = []
        self.state = {}

    async def emit(self, type, **data):
        event = {"type": type, "run_id": self.context.run_id, "data": data}
        self.history.append(event)
        return await self.bridge.send(self.context.thread_id, event)

    async def cleanup(self):
        await self.bridge.send(self.context.thread_id, {"type": "engine_closed", "run_id": self.context.run_id})
        self.active_runs.clear()
        self.state.clear()
        self.active = False
