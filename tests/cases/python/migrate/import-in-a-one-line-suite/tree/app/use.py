import sys
if sys.argv: from app.compat import EngineFactory, EngineError

print(EngineFactory(), EngineError)
