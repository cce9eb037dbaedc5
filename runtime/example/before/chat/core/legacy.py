"""Old names of the factory, for importers that have not moved yet."""

from chat.core.engine_factory import ExecutionEngineFactory


class EngineFactory(ExecutionEngineFactory):
    pass


UserExecutionEngineFactory = ExecutionEngineFactory
