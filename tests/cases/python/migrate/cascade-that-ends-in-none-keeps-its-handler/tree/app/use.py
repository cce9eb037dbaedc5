try:
    from app.compat import EngineFactory
except ImportError:
    EngineFactory = None

FACTORY = EngineFactory and EngineFactory()
