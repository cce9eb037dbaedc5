from app.compat import EngineFactory, polish

print(polish(EngineFactory()))
