from app.compat import \
    EngineFactory

print(EngineFactory())
