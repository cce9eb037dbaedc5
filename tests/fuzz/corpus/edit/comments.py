try:
    # first
    import a  # second
    # third
except ImportError:
    a = None
try:
    import a
# about the handler
except ImportError:
    a = None
try:
    import a
    # about a
# about the handler
except ImportError:
    a = None
try:
    import a
# not right above

except ImportError:
    a = None
try:
    import a
  # between
except ImportError:
    a = None
try:
# unindented
    import a
except ImportError:
    a = None
try:
    import a
except ImportError:
    # why
    a = None
try:
    import a
except ImportError:  # why
    a = None  # not there
try:
    import a
except ImportError:
    a = None
    # deep below
# below
x
try:
    import a
except ImportError:
    a = None
# below
x
try:
    import a
except ImportError:
    a = None

    # deep below

# below
x
try:
    import a
except ImportError:
    # pragma: no cover
    a = None
try:
    import a
except ImportError:
    a = f(
        # why
        1)
try:
    import a
except ImportError:
    a = '''
# no comment
'''
try:
    import a
    # last


except ImportError:
    a = None
try:
    import a
# one

# two
except ImportError:
    a = None
