try:
    from app.compat import EngineFactory
except ImportError:
    try:
        from app.engine import EngineFactory
    except ImportError:
        from app.old_engine import EngineFactory

FACTORY = EngineFactory()
