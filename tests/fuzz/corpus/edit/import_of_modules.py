import a.b.old as x
import a.b.old
import old
import old as x
import a . b
import a.b \
  as x
import a.b.old as x  # why
import x, y.z as q, w
import x, y.z as q, w  # noqa
import x, y
import x, \
    y
import x, y; z = 1
if x: import a, b.c as d
import a
