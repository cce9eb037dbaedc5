from app.older import EngineFactory

FACTORY = EngineFactory()
