try:
    from app.engine import EngineFactory
except ImportError:
    from app.compat import EngineFactory

FACTORY = EngineFactory()
