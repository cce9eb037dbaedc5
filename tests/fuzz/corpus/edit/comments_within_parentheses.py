from a import (
    b,  # one
    c,  # two
    d,  # three
)
from a import (  # head
    b,
    c,
    # foot
)  # tail
from a import (  # noqa: F401
    b,
    c,
)
from a import (
    b,
    c,
)  # noqa: F401
from a import (
    # section one
    b,
    c,
    # section two
    d,
)
from a import (
    # about b
    b,
    c,
)
from a import (
    b, c,  # both
    d,
)
from a import (
    b, c,  # noqa
    d,
)
from a import (b,  # one
               c,  # two
               d)  # three
from a import (
    b  # one
    , c  # two
)
from a import (
    b  # one
    as c,
    d,
)
from a import (
    b,  # noqa: F401
    c,
)
from a import (
    b,  # old one  # noqa: F401
    c,
)
