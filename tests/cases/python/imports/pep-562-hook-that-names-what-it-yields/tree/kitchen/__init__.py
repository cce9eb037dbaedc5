def __getattr__(name):
    if name == "SoupFactory":
        from kitchen.soup import SoupFactory

        return SoupFactory
    if name in ("Pot", "Ladle"):
        import kitchen.pots as pots

        return getattr(pots, name)
    raise AttributeError(name)
