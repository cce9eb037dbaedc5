from app.gone_engine import EngineFactory, something_else

FACTORY = EngineFactory(), something_else
