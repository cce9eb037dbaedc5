from a import *
from a import*
from .a import *  # noqa: F403
if x: from a import *
if x:
  from a import *
