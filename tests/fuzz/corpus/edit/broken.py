try:
    from a import (b,
except:
  import c as
from . import
import a; try: import b
x = '''
