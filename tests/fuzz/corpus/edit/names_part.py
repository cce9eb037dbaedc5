from a import b, c
from a import b, c, d
from a import b, c, d, e
from a import b as c, d as e
from a import b as b, c as c
def f():
    from a import b, c
    return b
def f():
	from a import b, c
	return b
def f():
    from a import b, c
from a import b, c  # why
from a import b, c  # noqa: F401
from a import b, c  # type: ignore  # noqa
from a import b, c  # the fast one # noqa: F401
from a import b, c  # isort:skip
from a import b, c  # pylint: disable=unused-import
from a import b, c  # see #12
from a import (b, c)
from a import(b, c)
from a import (b, c,)
from a import ( b , c )
from a import b, \
    c
from a import b, \
    c, \
    d
from a import \
    b, \
    c
from .a import b, c
from . import b, c
from a import b, b2
