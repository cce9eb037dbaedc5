try:
    from app.gone_engine import EngineFactory
except ImportError:
    EngineFactory = None

FACTORY = EngineFactory
