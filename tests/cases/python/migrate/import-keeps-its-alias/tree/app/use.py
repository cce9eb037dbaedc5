from app.compat import EngineFactory as Factory  # the short name is ours

FACTORY = Factory()
