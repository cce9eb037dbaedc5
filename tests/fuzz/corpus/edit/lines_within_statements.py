try:
    from a import (
        b,
        c,
    )
except ImportError:
    b = c = None
try:
    from a import b, \
        c
except ImportError:
    b = c = None
try:
    from a import (
  b,
c,
    )
except ImportError:
    b = c = None
try:
    import a
    x = '''
    text
      more
    '''
    y = 1
except ImportError:
    a = None
try:
    import a
    def f():
        """Doc.

        more
        """
        return f'''
    {a}
    '''
except ImportError:
    a = None
try:
    import a
    x = 'one\
    two'
except ImportError:
    a = None
try:
    import a
    x = f(
        1,
    # within
    )
except ImportError:
    a = None
try:
    import a
    
        
    b
except ImportError:
    a = None
