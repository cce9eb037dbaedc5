"""What the service does with what a client says."""

import asyncio
import json
import logging

from chat import agent, tools, users
from chat.context import UserExecutionContext
from chat.core.manager import get_engine_factory

try:
    from chat.core.fast_factory import ExecutionEngineFactory
except ImportError:

    class ExecutionEngineFactory:
        """Until the fast one is installed."""

        def __init__(self, bridge):
            self.bridge = bridge

        async def create_for_user(self, context):
            from chat.core.engine import UserExecutionEngine

            return UserExecutionEngine(context, self.bridge)


logger = logging.getLogger(__name__)


class Client:
    """One connection, from log-in to its end."""

    def __init__(self, websocket, bridge):
        self.websocket = websocket
        self.bridge = bridge
        self.user_id = None
        self.session_id = "main"
        self.tasks = set()

    async def serve(self):
        while True:
            message = json.loads(await self.websocket.receive())
            await getattr(self, "do_" + message["op"])(message)

    async def do_login(self, message):
        if not users.log_in(message["user"], message["password"]):
            await self.websocket.close(4401)
            return
        self.user_id = message["user"]
        self.session_id = message.get("session", "main")
        if not self.bridge.initialized:
            await self.bridge.initialize()
        self.bridge.register(self.session_id, self.websocket)
        await self.say("welcome", user=self.user_id)

    async def do_ask(self, message):
        task = asyncio.create_task(self.run(message["run"], message["text"]))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        self.bridge.register(self.session_id, self.websocket)

    async def run(self, run_id, text):
        context = UserExecutionContext(self.user_id or self.session_id, self.session_id, run_id)
        try:
            async with get_engine_factory(self.bridge).user_execution_scope(context) as engine:
                await agent.answer(engine, text)
        except Exception:
            logger.exception("run %s failed", run_id)

    async def do_preview(self, message):
        """A quick answer without the whole scope, for the search box."""
        context = UserExecutionContext(self.user_id, self.session_id, message["run"])
        engine = await ExecutionEngineFactory(self.bridge).create_for_user(context)
        await agent.answer(engine, message["text"])

    async def do_open(self, message):
        tools.open_gate(message["gate"])

    async def do_settle(self, message):
        """Says so when nothing of this connection runs any more."""
        if self.tasks:
            await asyncio.wait(self.tasks)
        await self.say("settled")

    async def do_metrics(self, message):
        await self.say("metrics", **get_engine_factory(self.bridge).get_factory_metrics())

    async def say(self, type, **data):
        await self.websocket.send(json.dumps({"type": type, **data}))
