# -*- coding: latin-1 -*-
from app.compat import EngineFactory

NAME = 'café'
FACTORY = EngineFactory()
