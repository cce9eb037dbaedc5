"""Deprecated: use app.compat."""
from app.compat import EngineFactory

__all__ = ["EngineFactory"]
