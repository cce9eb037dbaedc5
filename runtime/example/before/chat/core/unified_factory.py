"""The unified factory: what every new caller should use (decision of the spring meeting)."""

from chat.core.engine_factory import ExecutionEngineFactory


class UnifiedExecutionEngineFactory:
    """Delegates to an execution engine factory of its own."""

    def __init__(self, bridge):
        self._factory = ExecutionEngineFactory(bridge)

    async def create_for_user(self, context):
        return await self._factory.create_for_user(context)

    def user_execution_scope(self, context):
        return self._factory.user_execution_scope(context)

    async def cleanup_engine(self, engine):
        return await self._factory.cleanup_engine(engine)

    async def shutdown(self):
        return await self._factory.shutdown()

    def get_factory_metrics(self):
        return self._factory.get_factory_metrics()
