try:
    from app.compat import EngineFactory
except ImportError:
    print('the old way')
    from app.older import EngineFactory

FACTORY = EngineFactory()
