from app.compat import EngineFactory

FACTORY = EngineFactory()