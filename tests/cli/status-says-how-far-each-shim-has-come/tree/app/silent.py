"""Deprecated: has moved to app.engine."""

from app.engine import EngineFactory  # noqa: F401
