from a import b
x = 1
from a import b
y = 2
from a import b  # noqa: F401
from a import b  # why
x = 1
from a import b  # why
from a import b, c
from a import (
    b,
    c,
)
x
from a import b, \
    c
x
def f():
    from a import b
def f():
    from a import b  # noqa
def f():
    from a import b  # why
def f():
    from a import b  # why # noqa
def f():
    from a import (  # why
        b)
def f():
    '''doc'''
    from a import b
def f():
    from a import b
    return 1
def f():
    if x:
        y
    from a import b
try:
    from a import b
except ImportError:
    b = None
if x:
    # why
    from a import b

else:
    y
def f():
    from a import b;
import a.b
