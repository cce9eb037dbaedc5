try:
    import a
except ImportError:
    a = None
else:
    a.start()
try:
    import a
except ImportError:
    a = None
else:
    # now
    a.start(
        1)
    # deep
# out
x
try: import a
except ImportError: a = None
else: a.start()
def f():
    try:
        import a
    except ImportError:
        a = None
    else: a.start()
    return a
try:
    import a
except ImportError:
    a = None
else:  # works
    a.start()
try:
    import a
except ImportError:
    # why
    a = None
else:
    a.start()
try:
    import a
except ImportError:
    a = None
finally:
    f()
try:
    import a
finally:
    f()
