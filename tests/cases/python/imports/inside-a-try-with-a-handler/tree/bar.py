try:
    from kitchen.soup import SoupFactory
except ImportError:
    SoupFactory = None
try:
    from kitchen.stews import StewFactory
except (ImportError, AttributeError) as error:
    StewFactory = None
try:
    import fastsoup
except ModuleNotFoundError:
    fastsoup = None
else:
    FAST = True
finally:
    DONE = True
