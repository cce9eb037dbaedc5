"""Where engines come from."""

import contextlib
import logging
import time

from chat.core.engine import UserExecutionEngine
from chat.limits import MAX_AGE, MAX_ENGINES_PER_USER

logger = logging.getLogger(__name__)


class ExecutionEngineFactory:
    """Creates an engine for each request and forgets it afterwards."""

    def __init__(self, bridge):
        self.bridge = bridge
        self.engines = {}
        self.created = 0
        self.cleaned = 0
        self.errors = 0
        self.closed = False

    async def create_for_user(self, context):
        mine = [key for key, engine in self.engines.items() if engine.context.user_id == context.user_id]
        if len(mine) >= MAX_ENGINES_PER_USER:
            raise RuntimeError(f"user {context.user_id} has {len(mine)}/{MAX_ENGINES_PER_USER} engines")
        engine = UserExecutionEngine(context, self.bridge)
        key = f"{context.user_id}_{context.run_id}_{int(time.time() * 1000)}"
        self.engines[key] = engine
        self.created += 1
        if not context.user_id or context.user_id.startswith("default_"):
            raise ValueError(f"{context.user_id!r} names nobody")
        return engine

    @contextlib.asynccontextmanager
    async def user_execution_scope(self, context):
        engine = await self.create_for_user(context)
        try:
            yield engine
        finally:
            try:
                await self.cleanup_engine(engine)
            except Exception:
                logger.exception("cleanup failed")

    async def cleanup_engine(self, engine):
        for key, known in list(self.engines.items()):
            if known is engine:
                await engine.cleanup()
                self.engines.pop(key, None)
                self.cleaned += 1

    async def sweep(self):
        for engine in list(self.engines.values()):
            if not engine.active or time.time() - engine.created_at > MAX_AGE:
                await self.cleanup_engine(engine)

    async def shutdown(self):
        for engine in list(self.engines.values()):
            try:
                await self.cleanup_engine(engine)
            except Exception:
                logger.exception("cleanup failed")
        self.engines.clear()
        self.cleaned = self.created
        self.closed = True

    def validate_uniqueness(self):
        """The factory is the only one."""
        return True

    def get_factory_metrics(self):
        return {
            "total_engines_created": self.created,
            "total_engines_cleaned": self.cleaned,
            "active_engines_count": len(self.engines),
            "active_engine_keys": list(self.engines),
            "cleanup_errors": self.errors,
        }
