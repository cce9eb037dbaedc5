try: import a
except ImportError: a = None
try: import a  # why
except ImportError: a = None
x
try: import a; import b
except ImportError:
    a = None
def f():
    try: import a
    except ImportError: a = None
    return a
try:import a
except ImportError:a=None
try: \
  import a
except ImportError: a = None
try:
    import a
except ImportError: a = None
x
try: from a import (
    b,
)
except ImportError: b = None
