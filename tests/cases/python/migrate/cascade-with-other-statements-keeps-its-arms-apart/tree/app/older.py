"""Deprecated: use app.engine instead."""
from app.engine import Engine, EngineError, EngineFactory

__all__ = ["Engine", "EngineError", "EngineFactory"]
