from app.engine import EngineFactory

E = EngineFactory().create(1)
