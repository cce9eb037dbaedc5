"""The service: listens, starts, stops."""

import asyncio
import logging
import socket

from chat import ws
from chat.bridge import AgentBridge
from chat.core import manager
from chat.core.request_factory import RequestScopedExecutionEngineFactory
from chat.handlers import Client

logger = logging.getLogger(__name__)

SEND_ROOM = 1 << 16


class Service:
    def __init__(self):
        self.bridge = AgentBridge()
        self.server = None
        self.background = None

    async def listen(self, port=0):
        """The port. Clients may come from now on."""
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", port)
        for sock in self.server.sockets:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_ROOM)  # what a slow client is allowed to leave unread
        return self.server.sockets[0].getsockname()[1]

    async def start(self):
        await self.bridge.initialize()
        manager.configure(self.bridge)
        self.background = RequestScopedExecutionEngineFactory(self.bridge)

    async def serve(self, reader, writer):
        websocket = await ws.upgrade(reader, writer)
        if websocket is None:
            return
        try:
            if not self.bridge.ready:
                await websocket.close(1011)
            else:
                await Client(websocket, self.bridge).serve()
        except ws.Closed:
            pass
        except Exception:
            logger.exception("a client failed")
            await websocket.close(1011)
        await websocket.finish()

    async def stop(self):
        self.server.close()
        await self.background.shutdown()
        await manager.get_engine_factory().shutdown()
