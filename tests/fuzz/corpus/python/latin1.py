# -*- coding: latin-1 -*-
name = "café"
from café import x
class After: pass
