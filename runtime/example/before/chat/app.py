"""The service: listens, starts, stops."""

import asyncio
import logging

from chat import ws
from chat.bridge import AgentBridge
from chat.core import manager
from chat.core.request_factory import RequestScopedExecutionEngineFactory
from chat.handlers import Client

logger = logging.getLogger(__name__)


class Service:
    def __init__(self):
        self.bridge = AgentBridge()
        self.server = None
        self.background = None

    async def listen(self, port=0):
        """The port. Clients may come from now on."""
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", port)
        return self.server.sockets[0].getsockname()[1]

    async def start(self):
        await self.bridge.initialize()
        manager.configure(self.bridge)
        self.background = RequestScopedExecutionEngineFactory(self.bridge)

    async def serve(self, reader, writer):
        websocket = await ws.upgrade(reader, writer)
        if websocket is None:
            return
        if not self.bridge.ready:
            await websocket.close(1011)
            return
        try:
            await Client(websocket, self.bridge).serve()
        except ws.Closed:
            pass
        except Exception:
            logger.exception("a client failed")
            await websocket.close(1011)

    async def stop(self):
        self.server.close()
        await self.background.shutdown()
        await manager.get_engine_factory().shutdown()
