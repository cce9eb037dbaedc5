from app.engine import EngineFactory

FACTORY = EngineFactory()
