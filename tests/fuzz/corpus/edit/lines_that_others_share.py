from a import b, c; y = 1
y = 1; from a import b, c
y = 1; from a import b, c  # noqa
if x: from a import b, c
if x: from a import b, c; y = 1
class A: from a import b, c  # why
y = 1; from a import (b,
    c); z = 2
from a import (b,  # one
    c); z = 2
y = 1; from a import (b,  # one
    c)
from a import b; y = 1
y = 1; from a import b
y = 1; from a import b  # why
y = 1; from a import b; z = 1
y = 1; from a import b;
from a import b; \
  y = 1
if x: from a import b; y = 1
if x: y = 1; from a import b
if x: from a import b
if x: from a import b  # why
if x: from a import (b,  # why
    c)
from a import b;  # c
from a import b, c;  # noqa
