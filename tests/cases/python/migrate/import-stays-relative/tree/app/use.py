from .compat import EngineFactory

FACTORY = EngineFactory()
