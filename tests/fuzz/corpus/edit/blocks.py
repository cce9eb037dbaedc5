try:
    import a
except ImportError:
    a = None
x = 1
try:
    import a
except ImportError:
    a = None
y = 2
try:
    import a
except ImportError:
    import b
try:
    f()
except ImportError:
    import b
z
try:
    import a
except A:
    import b
except (B, C) as e:
    import c
except:
    d


x
try:
    import a

    import b

except ImportError:
    a = None

x
def f():
    try:
        import a
    except ImportError:
        a = None
    return a
def f():
	try:
		import a
	except ImportError:
		a = None
	return a
if x:
	try:
	    import a
	    if y:
	      z
	except ImportError:
	    a = None
try:
    import a
    class B:
        def c(self):
            return 1
except ImportError:
    pass
try:
  import a
except ImportError:
      a = None
try :
    import a
except ImportError as e :
    a = None
try: # why
    import a
except ImportError:
    a = None
try:  # pragma: no cover
    import a
except ImportError:
    a = None
try:
    import a
except* ImportError:
    a = None
try:
    import a; import b
except ImportError:
    a = None
try:
    pass
except ImportError:
    import a
