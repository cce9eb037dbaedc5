from app.compat import EngineFactory

RULES = {'app.compat': 'app.engine'}
TEXT = 'from app.compat import EngineFactory'
FACTORY = EngineFactory()
