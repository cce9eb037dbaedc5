"""A user that has not moved."""

from app.silent import EngineFactory

FACTORY = EngineFactory()
