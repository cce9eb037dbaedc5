from app.engine import EngineFactory

__all__ = ["EngineFactory"]
