"""Deprecated: use app.engine instead."""
from app.engine import EngineFactory

OldFactory = EngineFactory
