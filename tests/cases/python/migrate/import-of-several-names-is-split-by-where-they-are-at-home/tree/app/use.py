from app.compat import (
    EngineFactory,  # makes them
    greet,
)

print(greet(), EngineFactory())
