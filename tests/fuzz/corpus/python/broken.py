def f(:
  return (
class
from import x
import
"""never closed
def g(): pass
