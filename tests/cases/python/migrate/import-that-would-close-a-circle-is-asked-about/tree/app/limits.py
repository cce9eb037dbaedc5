from app.compat import EngineFactory

LIMIT = 4
FACTORY = EngineFactory()
