from a import (
    b,
    c,
    d,
)
from a import (
    b,
    c,
    d
)
from a import (
    b,
    c,
    d)
from a import (b,
               c,
               d)
from a import (b, c,
               d, e)
from a import (
    b, c,
    d, e,
)
from a import (
	b,
	c
)
if x:
	from a import (
		b,
		c,
	)
from a import (
    b
    , c
    , d
)
from a import(b
  , c
)
from a import (

    b,

    c,

)
from a import (b, \
    c, d)
if x:
    from a import (
        b,
        c,
    )
