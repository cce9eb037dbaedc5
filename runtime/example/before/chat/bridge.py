"""Takes events to the clients, over the connection that is registered for their thread."""

import asyncio
import json
import logging

logger = logging.getLogger(__name__)


class AgentBridge:
    """One for the whole service."""

    def __init__(self):
        self.connections = {}
        self.event_history = []
        self.initialized = 0
        self.ready = False

    async def initialize(self):
        """Prepares for work. Whoever needs the bridge calls it first."""
        self.connections = {}
        self.initialized += 1
        self.ready = True

    def register(self, thread_id, websocket):
        self.connections[thread_id] = websocket

    def unregister(self, thread_id):
        self.connections.pop(thread_id, None)

    async def send(self, thread_id, event):
        """Tries three times; whether it arrived."""
        self.event_history.append((thread_id, event))
        for attempt in range(3):
            websocket = self.connections.get(thread_id)
            if websocket is not None:
                try:
                    await websocket.send(json.dumps(event))
                    return True
                except Exception as error:
                    logger.warning("attempt %d for %s failed: %s", attempt, thread_id, error)
            await asyncio.sleep(0)
        logger.critical("CRITICAL EVENT LOST: %s for %s", event["type"], thread_id)
        return False
