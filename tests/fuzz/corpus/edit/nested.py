try:
    import a
except ImportError:
    try:
        import b
    except ImportError:
        b = None
try:
    try:
        import a
    except A:
        import b
except ImportError:
    b = None
if x:
    y
else:
    try:
        import a
    except A:
        a = 1
try:
    import a
except A:
    a = 1
try:
    import b
except A:
    b = 1
try:
    import a
except A:
    if y:
        x
    else:
        import z
