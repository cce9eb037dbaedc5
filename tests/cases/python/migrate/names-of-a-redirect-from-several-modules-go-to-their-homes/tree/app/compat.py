"""Deprecated: use app.engine and app.tools instead."""
from app.engine import EngineFactory
from app.tools import polish

__all__ = ["EngineFactory", "polish"]
