from app.compat import EngineFactory  # canonry: ignore


def drive():
    from app.compat import EngineFactory  # canonry: ignore[CN201]
    from app.compat import EngineFactory  # canonry: ignore[CN999] no such rule
    from app.compat import EngineFactory  # canonry: allow[CN201] no such word
    from app.compat import EngineFactory  # canonry: ignore[CN201] when -- until soon
    from app.compat import EngineFactory  # canonry: ignore-block[CN201] no block

    return EngineFactory().create(3)  # canonry: ignore[CN903] nothing is above the rules


# canonry: ignore[CN201] at the end
