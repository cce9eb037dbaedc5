from app.gone_engine import EngineFactory

FACTORY = EngineFactory()
