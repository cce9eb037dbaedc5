from a.b import c
from a.b import c, d
from a.b import c as d
from a.b import c as c
from a.b import c  # why
from a . b import c
from a \
  . b \
    import c
from \
  a.b import c
from a import(b)
from a import(b, c)
from a import (b , c ,)
from a import (
    b,  # one
    c as d,
    # two
    e
)  # three
from a import b, \
    c
from  a  import  b  as  c
from a import (b  # one
    as c)
from a import (b
    as c)
from .a import b
from.a import b
from . import a
from .import a
from ... import a
from . . a import b
from a.b import old
from a.b import old, new
from a import b
from été import über
from a import b;
from a import b;  # c
def f():
	from a import b
	return b
if x: from a import b
y = 1; from a import b; z = 2
from a import b
