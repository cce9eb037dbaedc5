# Engines are made here.
from app.compat import (  # noqa: E501
    EngineFactory,  # the factory
    # and its error
    EngineError,
)

# Everything else.
FACTORY = EngineFactory()
ERROR = EngineError
