try:
    from kitchen.broth import SoupFactory
except ImportError:
    try:
        from kitchen.stews import SoupFactory
    except ImportError:
        try:
            from kitchen.soup import SoupFactory
        except ImportError:
            SoupFactory = None
