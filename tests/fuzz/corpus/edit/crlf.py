from a import b
x = 1
x = 1
from a import b, c
from a import b, c
x = 1
from a import (
    b,
    c,
)
x = 1
from a import b
if x:
	from a import *  # noqa
try:
    import a
    b
except ImportError:
    a = None
x
try:
    import a
except ImportError:
    a = None
